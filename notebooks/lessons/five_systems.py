"""Sixteen short news sentences and five "systems" that translate them, each with its own kind of strength or fault.

In: nothing. Out: Arabic, references, and outputs. All texts were written for this purpose. Two of the systems are made
from the reference itself, which no real system could see: they stand for the output that comes as near as can be and is
false, or incomplete. The other three owe nothing to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import NamedTuple

from toolkit.models import Generation
from toolkit.translate.memory import TranslationMemory

from .perturbations import add_negation, change_name, change_number, drop_negation

__all__ = ["NEWS", "News", "System", "five_systems"]

OTHER_NAMES = ("Nadia Saleh", "Omar Farouk", "Cairo", "Oslo")
KEPT_SHARE = 0.6  # of the words, by the system that cuts off
_ALIKE = 0.4  # likeness from which the memory's sentence is taken for want of a better one


class News(NamedTuple):
    """A sentence with its translations, and an older, similar sentence that a translation memory holds.

    `reference` and `paraphrase` are both correct. `gloss` is one English word, or one fixed phrase, for each Arabic
    word, in Arabic order.
    """

    arabic: str
    reference: str
    paraphrase: str
    gloss: str
    older_arabic: str
    older_english: str


@dataclass(frozen=True, slots=True)
class System:
    """One system's outputs for `NEWS`, in order, and what is to be known of it.

    `faithful` says whether a reader is told what the Arabic says: by construction, not by any measure.
    """

    name: str
    about: str
    outputs: tuple[str, ...]
    faithful: bool
    kind: str = "written beforehand"

    def generate(self, texts: Sequence[str], **_: object) -> list[Generation]:
        """Answer as a model does, so that whatever takes models takes the systems too."""
        known = {news.arabic: output for news, output in zip(NEWS, self.outputs, strict=True)}
        return [Generation(known[text]) for text in texts]


def five_systems(seed: int = 2) -> tuple[System, ...]:
    """Build the five systems; `seed` chooses which detail the second one gets wrong."""
    rng = Random(seed)
    return (
        System(
            "paraphrase",
            "correct, in other words than the reference",
            tuple(news.paraphrase for news in NEWS),
            True,
        ),
        System(
            "one detail wrong",
            "the reference with one number, name or negation changed",
            tuple(_one_wrong(news.reference, rng) for news in NEWS),
            False,
        ),
        System(
            "word for word",
            "every Arabic word looked up, Arabic order kept",
            tuple(news.gloss for news in NEWS),
            True,
        ),
        System(
            "cut short",
            f"the first {KEPT_SHARE:.0%} of the reference's words",
            tuple(_cut(news.reference) for news in NEWS),
            False,
        ),
        System(
            "old memory",
            "the translation of the most similar older sentence, which says something else",
            tuple(_remembered(news.arabic) for news in NEWS),
            False,
        ),
    )


def _one_wrong(english: str, rng: Random) -> str:
    """Put one error in: a negation less if there is one, else another number or name, else a negation more."""
    ways = [partial(change_number, english, rng), partial(change_name, english, OTHER_NAMES, rng)]
    rng.shuffle(ways)
    wrong = drop_negation(english, rng) or ways[0]() or ways[1]() or add_negation(english, rng)
    assert wrong is not None, f"nothing to get wrong in {english!r}"
    return wrong


def _cut(english: str) -> str:
    words = english.split()
    return " ".join(words[: round(KEPT_SHARE * len(words))])


def _remembered(arabic: str) -> str:
    found = _memory().fuzzy(arabic, threshold=_ALIKE, limit=1)
    assert found, f"the memory holds nothing like {arabic!r}"
    return found[0].target


def _memory() -> TranslationMemory:
    memory = TranslationMemory.open(":memory:")
    for news in NEWS:
        memory.add(news.older_arabic, news.older_english)
    return memory


NEWS: Sequence[News] = (
    News(
        "قال وزير الصحة إن 120 شخصا أصيبوا في حريق المصنع مساء الاثنين.",
        "The health minister said that 120 people were injured in the factory fire on Monday evening.",
        "According to the minister of health, the blaze at the factory on Monday evening left 120 hurt.",
        "Said minister the health that 120 person were injured in fire the factory evening the Monday.",
        "قال وزير الصحة إن 85 شخصا أصيبوا في حريق الفندق مساء الأحد.",
        "The health minister said that 85 people were injured in the hotel fire on Sunday evening.",
    ),
    News(
        "لم تقبل الحكومة استقالة رئيس البنك المركزي.",
        "The government has not accepted the resignation of the central bank governor.",
        "The cabinet turned down the offer of the central bank's chief to step down.",
        "Not accepted the government resignation head the bank the central.",
        "قبلت الحكومة استقالة رئيس البنك المركزي.",
        "The government has accepted the resignation of the central bank governor.",
    ),
    News(
        "سيعقد الوفدان الجولة المقبلة من المحادثات في جنيف يوم 12 مايو.",
        "The two delegations will hold the next round of talks in Geneva on 12 May.",
        "Both delegations are to meet in Geneva on May 12 for another round of negotiations.",
        "Will hold the two delegations the round the coming of the talks in Geneva day 12 May.",
        "عقد الوفدان الجولة الماضية من المحادثات في فيينا يوم 3 أبريل.",
        "The two delegations held the last round of talks in Vienna on 3 April.",
    ),
    News(
        "انخفض سعر القمح بنسبة 7 في المئة خلال ثلاثة أشهر.",
        "The price of wheat fell by 7 percent in three months.",
        "Over three months wheat became 7% cheaper.",
        "Fell price the wheat by rate 7 in the hundred during three months.",
        "ارتفع سعر القمح بنسبة 4 في المئة خلال ستة أشهر.",
        "The price of wheat rose by 4 percent in six months.",
    ),
    News(
        "نفت وزارة الدفاع أن تكون قواتها قد عبرت الحدود.",
        "The defense ministry denied that its forces had crossed the border.",
        "None of its troops went over the border, the ministry of defense insisted.",
        "Denied ministry the defense that be forces its already crossed the borders.",
        "أعلنت وزارة الدفاع أن قواتها قد عبرت الحدود.",
        "The defense ministry announced that its forces had crossed the border.",
    ),
    News(
        "وصلت سفينة تحمل 40 ألف طن من الأرز إلى ميناء طرابلس.",
        "A ship carrying 40,000 tons of rice arrived at the port of Tripoli.",
        "A vessel with forty thousand tons of rice on board has docked in Tripoli.",
        "Arrived ship carries 40 thousand ton from the rice to port Tripoli.",
        "وصلت سفينة تحمل 25 ألف طن من السكر إلى ميناء بيروت.",
        "A ship carrying 25,000 tons of sugar arrived at the port of Beirut.",
    ),
    News(
        "لن يشارك المنتخب في البطولة بسبب إصابة ثمانية لاعبين.",
        "The national team will not take part in the tournament because eight players are injured.",
        "With eight of its players injured, the national side is staying away from the tournament.",
        "Not will participate the team in the championship because injury eight players.",
        "سيشارك المنتخب في البطولة رغم إصابة ستة لاعبين.",
        "The national team will take part in the tournament although six players are injured.",
    ),
    News(
        "افتتح رئيس البلدية سامر الخوري مستشفى جديدا يضم 300 سرير.",
        "Mayor Samer al-Khoury opened a new hospital with 300 beds.",
        "A new 300-bed hospital was inaugurated by Samer al-Khoury, the mayor.",
        "Opened head the municipality Samer al-Khoury hospital new includes 300 bed.",
        "افتتح رئيس البلدية سامر الخوري مدرسة جديدة تضم 20 صفا.",
        "Mayor Samer al-Khoury opened a new school with 20 classrooms.",
    ),
    News(
        "قُتل ثلاثة جنود وجُرح سبعة آخرون في انفجار لغم قرب القرية.",
        "Three soldiers were killed and seven others wounded when a mine exploded near the village.",
        "A mine blast close to the village left three soldiers dead and seven more wounded.",
        "Was killed three soldiers and was wounded seven others in explosion mine near the village.",
        "قُتل خمسة جنود وجُرح تسعة آخرون في انفجار قنبلة قرب المدينة.",
        "Five soldiers were killed and nine others wounded when a bomb exploded near the city.",
    ),
    News(
        "تراجعت المحكمة عن قرارها ولم تفرج عن الصحفي كريم ناصر.",
        "The court has reversed its decision and has not released the journalist Karim Nasser.",
        "Journalist Karim Nasser stays in custody after the court went back on its ruling.",
        "Retreated the court from decision its and not released from the journalist Karim Nasser.",
        "تراجعت المحكمة عن قرارها وأفرجت عن الصحفي كريم ناصر.",
        "The court has reversed its decision and has released the journalist Karim Nasser.",
    ),
    News(
        "يبلغ عدد سكان الجزيرة 9 آلاف نسمة يعيش نصفهم من صيد السمك.",
        "The island has 9,000 inhabitants, half of whom live from fishing.",
        "Of the nine thousand people on the island, every second one makes a living by fishing.",
        "Reaches number inhabitants the island 9 thousands soul lives half them from hunting the fish.",
        "يبلغ عدد سكان الجزيرة 7 آلاف نسمة يعيش ثلثهم من السياحة.",
        "The island has 7,000 inhabitants, a third of whom live from tourism.",
    ),
    News(
        "أجلت الشركة إطلاق القمر الصناعي إلى 18 سبتمبر بسبب سوء الطقس.",
        "The company has postponed the launch of the satellite until 18 September because of bad weather.",
        "Poor weather forced the company to put off the satellite's launch to September 18.",
        "Postponed the company launch the moon the artificial to 18 September because badness the weather.",
        "أجلت الشركة إطلاق الصاروخ إلى 2 أكتوبر بسبب عطل فني.",
        "The company has postponed the launch of the rocket until 2 October because of a technical fault.",
    ),
    News(
        "لا يوجد دليل على تلوث مياه الشرب في المدينة.",
        "There is no evidence that the drinking water in the city is polluted.",
        "Nothing shows that the city's tap water is contaminated.",
        "Not is found evidence on pollution waters the drinking in the city.",
        "يوجد دليل على تلوث مياه النهر في المدينة.",
        "There is evidence that the river water in the city is polluted.",
    ),
    News(
        "التقى السفير أحمد حداد بممثلي خمس منظمات إنسانية في عمان.",
        "Ambassador Ahmed Haddad met representatives of five humanitarian organizations in Amman.",
        "In Amman, delegates of five aid groups sat down with Ahmed Haddad, the ambassador.",
        "Met the ambassador Ahmed Haddad with representatives five organizations humanitarian in Amman.",
        "التقى السفير أحمد حداد بممثلي ثلاث منظمات إنسانية في بغداد.",
        "Ambassador Ahmed Haddad met representatives of three humanitarian organizations in Baghdad.",
    ),
    News(
        "أنهت النقابة الإضراب بعد أن وافقت الإدارة على زيادة الأجور 6 في المئة.",
        "The union called off the strike after the management agreed to raise wages by 6 percent.",
        "Now that managers have granted 6% more pay, the union is ending its walkout.",
        "Ended the union the strike after that agreed the administration on increase the wages 6 in the hundred.",
        "أعلنت النقابة الإضراب بعد أن رفضت الإدارة زيادة الأجور 9 في المئة.",
        "The union called a strike after the management refused to raise wages by 9 percent.",
    ),
    News(
        "سجلت المدينة أعلى درجة حرارة منذ 50 عاما يوم الجمعة.",
        "On Friday the city recorded its highest temperature in 50 years.",
        "The city has not been as hot for half a century as it was on Friday.",
        "Recorded the city highest degree heat since 50 year day the Friday.",
        "سجلت المدينة أدنى درجة حرارة منذ 30 عاما يوم الثلاثاء.",
        "On Tuesday the city recorded its lowest temperature in 30 years.",
    ),
)
