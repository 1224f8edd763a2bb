"""What the model wrote and may stand, and what it wrote and may not: each kind was seen."""

from __future__ import annotations

import pytest

from benchmarks.writer_proof import doubt

GOOD = [
    ("A doctor at the hospital in Niamey said that eleven of the wounded had been brought in by helicopter, and that three of them were in a critical condition.",
     "A doctor in Niamey said that eleven of the wounded were brought in by helicopter and three were in a critical condition."),
    ("The American envoy, who attended part of the meeting in Riyadh, said that Washington might impose sanctions on any party that obstructed aid.",
     "The American envoy said Washington might impose sanctions on any party that obstructed aid."),
    ("Egypt's prime minister denied on Wednesday, during the weekly press conference, that there was any intention to raise the price of bread again, and affirmed that the state bears the cost.",
     "Egypt's prime minister denied on Wednesday that there was any intention to raise the price of bread again."),
    ("At least nine soldiers were killed when gunmen attacked a border post near the town of Torodi in the west of Niger, the Ministry of Defence said in a statement read on state television.",
     "At least nine soldiers were killed when gunmen attacked a border post near Torodi, the Ministry of Defence said."),
]  # fmt: skip
BAD = [
    ("the rise is gone",
     "The department attributed the rise to the return of students to the universities and to the small number of flats that were completed last year.",
     "The department attributed the return of students to the universities and the small number of flats."),
    ("a second party",
     "Violent clashes broke out on Friday morning between two groups affiliated with the Government of National Unity, and the Red Crescent called for a truce.",
     "Violent clashes broke out on Friday between groups affiliated with the Government of National Unity and the Red Crescent."),
    ("who is deported",
     "The foreign minister described as “baseless” the reports that Nouakchott had agreed to receive migrants deported from the United States, and said nothing else had been discussed.",
     "The foreign minister described as “baseless” the reports that Nouakchott had agreed to deport migrants from the United States."),
    ("another day",
     "The spokesman, Tamim Rashad, stated that the minister had held a telephone call on Friday with his counterpart, in which he affirmed his country's support.",
     "The spokesman, Tamim Rashad, stated on Friday that the minister had held a telephone call with his counterpart."),
    ("another number",
     "Monthly inflation came to 2.3 percent in October, the agency said on Wednesday, slightly above the 2.1 percent of September and the 2.2 percent that analysts had predicted.",
     "Monthly inflation came to 2.3 percent in October, the agency said on Wednesday, slightly above the 2.1 percent that analysts had predicted."),
    ("a lost speaker",
     "It rejected two cheaper offers from Russia, according to the traders, because the sellers could not guarantee delivery before the middle of July.",
     "It rejected two cheaper offers from Russia because the sellers could not guarantee delivery before the middle of July."),
    ("a lost unit",
     "Beekeepers in Vinnytsia expect to harvest only about 12 kilograms of honey per hive this year, the regional association said on Thursday, explaining that the trees blossomed during the frost.",
     "Beekeepers in Vinnytsia expect to harvest only about 12 kilograms of honey this year, the regional association said on Thursday."),
    ("all instead of some",
     "The company expects to produce four million doses in the first year, of which one million may be exported to Sudan.",
     "The company expects to produce four million doses in the first year, which may be exported to Sudan."),
    ("another certainty",
     "Malaysia's prime minister announced after two hours of talks that Cambodia and Thailand had agreed to a ceasefire, and that the commanders would meet on Tuesday morning.",
     "Malaysia's prime minister announced after two hours of talks that Cambodia and Thailand would agree to a ceasefire."),
    ("a lost condition",
     "The minister said the economy is expected to grow by 4.5 percent during the year, provided that navigation in the canal returns to normal, pointing out that investment accounted for 60 percent.",
     "The minister said the economy is expected to grow by 4.5 percent during the year."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text"), GOOD)
def test_cuts_of_a_known_kind_and_the_same_in_other_words_may_stand(source: str, text: str) -> None:
    assert doubt([source], text) is None


@pytest.mark.parametrize(("source", "text"), [pair[1:] for pair in BAD], ids=[pair[0] for pair in BAD])
def test_what_says_something_else_may_not(source: str, text: str) -> None:
    assert doubt([source], text) is not None


def test_a_sentence_of_two_keeps_a_part_of_both_and_each_its_speaker() -> None:
    first = "The Bahraini king issued a decree on Sunday pardoning 457 convicts on the occasion of the Eid."
    second = "A human rights group welcomed the step but said that it did not include the leaders of the opposition."
    wrong = "The Bahraini king issued a decree pardoning 457 convicts but said it did not include the leaders of the opposition."
    assert doubt([first, second], wrong) is not None
    assert doubt([first, second], first) is not None
