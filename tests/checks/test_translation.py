"""Every kind of finding is raised on a wrong translation and not on a right one."""

import pytest

from toolkit.evidence import check_translation

RIGHT = [
    ("عاد 6 آلاف جندي إلى بلادهم بعد ثلاث سنوات ونصف", "6,000 soldiers returned home after three and a half years."),
    ("ارتفعت الصادرات بنسبة 12 في المئة إلى 820 ألف برميل", "Exports rose by 12 percent to 820,000 barrels."),
    ("قال الوزير إن الميزانية بلغت 2,5 مليار دولار", "The minister said the budget came to $2.5 billion."),
    ("عقد الاجتماع في الثاني من يونيو/حزيران 2025 في إسطنبول", "The meeting was held in Istanbul on June 2, 2025."),
    ("التقى الرئيس الروسي فلاديمير بوتن نظيره الأميركي دونالد ترامب", "Russian President Vladimir Putin met his American counterpart, Donald Trump."),
    ("وصل يوري أوشاكوف مساء الخميس إلى سان بطرسبورغ", "Yuri Ushakov arrived in St. Petersburg on Thursday evening."),
    ("قال أمين مجلس الأمن إن حلف شمال الأطلسي يتوسع", "The secretary of the Security Council said NATO was expanding."),
    ("لم توافق الحكومة على الاقتراح ولن تناقشه", "The government did not approve the proposal and will not discuss it."),
    ("لا يزال الوضع متوترا رغم ما لا يقل عن ثلاث هدن", "The situation is still tense despite at least three truces."),
    ("ليس فقط الجيش بل الشرطة أيضا انتشرت في المدينة", "Not only the army but also the police deployed in the city."),
    ("تقع القرية على بعد كيلومترين من الحدود", "The village lies two kilometres from the border."),
    ("في ثمانينيات القرن الماضي كان الجنرال مارك هوبكنز حاكما", "In the 1980s General Mark Hopkins was governor."),
    ("بدأ القصف عند الساعة التاسعة والنصف مساء", "The shelling began at 9:30 p.m."),
    ("احتلت المرتبة الثالثة في القرن التاسع عشر", "It came third in the 19th century."),
    ("ذكرت هيئة الإذاعة البريطانية بي بي سي أن ثلثي السكان نزحوا", "The BBC reported that two-thirds of the population had fled."),
    ("رفض رئيس الوزراء التعليق على التقرير", "The prime minister would not comment on the report."),
]  # fmt: skip

WRONG = [
    ("number", "عاد 6 آلاف جندي إلى بلادهم", "60,000 soldiers returned home."),
    ("number", "قتل ثلاثة أشخاص في الانفجار", "Five people were killed in the explosion."),
    ("number", "قتل ثلاثة أشخاص في الانفجار", "Two people were killed in the explosion."),
    ("number", "ارتفعت الأسعار بنسبة 12 في المئة", "Prices rose by 21 percent."),
    ("number", "بلغت الميزانية 2,5 مليار دولار", "The budget came to $2.5 million."),
    ("number", "احتلت المرتبة الثالثة", "It came fourth."),
    ("number", "الجولة الثالثة من المفاوضات", "Three rounds of negotiations"),
    ("number", "في ثمانينيات القرن الماضي", "In the 1970s"),
    ("number", "يعيش هنا خمسة وعشرون ألف شخص", "People live here."),
    ("number", "تأسست الشركة عام 2013 في دبي", "The company was founded in Dubai in 2003."),
    ("date", "عقد الاجتماع في الثاني من يونيو", "The meeting was held on 3 June."),
    ("date", "عقد الاجتماع في الثاني من يونيو", "The meeting was held on 2 July."),
    ("date", "وصل الوفد يوم الخميس إلى جنيف", "The delegation arrived in Geneva on Tuesday."),
    ("name", "التقى بوتين نظيره ترامب في موسكو", "Zelensky met his counterpart Trump in Moscow."),
    ("name", "وصل لافروف إلى باريس صباحا", "Lavrov arrived in Rome in the morning."),
    ("name", "أعلن يوري أوشاكوف نتائج المحادثات", "Dmitry Kozak announced the results of the talks."),
    ("name", "اجتمع مجلس الأمن الدولي مساء", "The White House met in the evening."),
    ("name", "زار الوزير القاهرة ثم دمشق", "The minister visited Cairo."),
    ("negation", "لم توافق الحكومة على الاقتراح", "The government approved the proposal."),
    ("negation", "وافقت الحكومة على الاقتراح", "The government did not approve the proposal."),
    ("negation", "غادر الوفد دون توقيع الاتفاق", "The delegation left with a signed agreement."),
    ("repetition", "قال الوزير إن الاجتماع سيعقد قريبا في العاصمة", "The minister said the minister said the minister said the meeting will be soon."),
    ("language", "قال الرئيس إنه سيسافر غدا", "The الرئيس said that he would travel tomorrow."),
    ("language", "قال الرئيس إنه سيسافر غدا إلى باريس", "Le président a dit que le voyage pour Paris est dans les jours qui viennent."),
    ("language", "قال الرئيس إنه سيسافر غدا", "قال الرئيس إنه سيسافر غدا"),
    ("length", "أعلن الرئيس أن بلاده ستواصل المفاوضات مع جيرانها حتى تحقيق السلام الدائم", "The president announced."),
    ("length", "أعلن الرئيس أن بلاده ستواصل المفاوضات مع جيرانها", "   "),
    ("length", "وصل الوفد أمس إلى المدينة", "The delegation, which had left its capital in the early hours of the morning after long talks, arrived in the city yesterday."),
]  # fmt: skip


@pytest.mark.parametrize(("arabic", "english"), RIGHT)
def test_a_right_translation_gets_no_finding(arabic, english):
    assert [finding.message for finding in check_translation(arabic, english)] == []


@pytest.mark.parametrize(("kind", "arabic", "english"), WRONG)
def test_a_wrong_translation_gets_a_finding_of_its_kind(kind, arabic, english):
    assert kind in {finding.kind for finding in check_translation(arabic, english)}


@pytest.mark.parametrize(("kind", "arabic", "english"), WRONG)
def test_spans_point_into_the_two_texts(kind, arabic, english):
    for finding in check_translation(arabic, english):
        assert finding.source_spans or finding.target_spans
        assert all(0 <= span.start < span.end <= len(arabic) for span in finding.source_spans)
        assert all(0 <= span.start < span.end <= len(english) for span in finding.target_spans)


def test_a_changed_number_lights_up_the_words_on_both_sides():
    arabic, english = "أعلنت كييف استعادة 6 آلاف جثة", "Kyiv announced the return of 60,000 bodies."
    finding = check_translation(arabic, english)[0]
    assert finding.message == "Arabic says 6,000 (6 آلاف); the English has 60,000."
    assert [span.of(arabic) for span in finding.source_spans] == ["6 آلاف"]
    assert [span.of(english) for span in finding.target_spans] == ["60,000"]


def test_a_swapped_name_tells_what_the_arabic_has():
    finding = check_translation("وصل ماكرون إلى كييف", "Scholz arrived in Kyiv.")[0]
    assert finding.message == "The English names Scholz; the Arabic has Emmanuel Macron (ماكرون)."


def test_errors_come_before_warnings():
    findings = check_translation(
        "قتل 6 أشخاص ولم يتهم أحد في باريس", "9 people were killed and Rome was accused of it all."
    )
    severities = [finding.severity for finding in findings]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert len(severities) > 1


def test_blank_arabic_has_nothing_to_check():
    assert check_translation("  ", "Anything at all.") == []


def test_checking_is_repeatable():
    first = check_translation("قتل 6 أشخاص", "9 people were killed")
    assert first == check_translation("قتل 6 أشخاص", "9 people were killed")


def test_a_clause_left_out_is_named_and_lit_in_the_arabic():
    arabic = "وصل الوفد أمس إلى العاصمة، وزار المستشفى الذي يعالج فيه جرحى الانفجار، ثم التقى وزير الصحة."
    whole = (
        "The delegation arrived in the capital yesterday, visited the hospital where those wounded in the explosion are"
        " being treated, and then met the health minister."
    )
    assert "omission" not in {finding.kind for finding in check_translation(arabic, whole)}
    findings = check_translation(arabic, "The delegation arrived in the capital yesterday and then met the minister.")
    (lost,) = [finding for finding in findings if finding.kind == "omission"]
    said = " ".join(span.of(arabic) for span in lost.source_spans)
    assert "جرحى" in said and said in lost.message
    assert lost.target_spans == ()


def test_a_clause_added_is_named_and_lit_in_the_english():
    arabic = "وصل الوفد أمس إلى العاصمة ثم التقى وزير الصحة."
    english = (
        "The delegation arrived in the capital yesterday, while farmers blocked the motorway with burning tyres, and"
        " then met the health minister."
    )
    (added,) = [finding for finding in check_translation(arabic, english) if finding.kind == "addition"]
    assert "farmers" in added.target_spans[0].of(english) and "tyres" in added.target_spans[0].of(english)
    assert added.source_spans == ()


def test_a_wrong_name_is_not_told_again_as_an_addition():
    arabic, english = "التقى الوزير أنغيلا ميركل في برلين", "The minister met Giovanni Battista Pergolesi in Berlin"
    kinds = [finding.kind for finding in check_translation(arabic, english)]
    assert "name" in kinds and "addition" not in kinds


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("لم تعلن الشركة المستقلة عن النتائج.", "The independent company announced the results."),
        ("لم يبلغ الوزير الصحفيين بالقرار.", "The minister informed the journalists about the decision."),
        ("رفضت الحكومة التعليق ولم تنشر التقرير.", "The government refused to comment and published the report."),
        ("لن يسافر الوفد دون موافقة البرلمان.", "The delegation won't travel with the approval of parliament."),
    ],
)
def test_a_dropped_negation_is_not_explained_by_a_word_that_denies_something_else(arabic: str, english: str) -> None:
    assert "negation" in {finding.kind for finding in check_translation(arabic, english)}


def test_however_in_arabic_denies_nothing() -> None:
    arabic, english = "وصل الوفد، غير أن المحادثات تأجلت.", "The delegation arrived, but the talks were postponed."
    assert "negation" not in {finding.kind for finding in check_translation(arabic, english)}


@pytest.mark.parametrize(
    ("arabic", "right", "wrong"),
    [
        (
            "أبلغ بوتين ترامب أن المحادثات ستستأنف قريبا.",
            "Putin told Trump that the talks would soon resume.",
            "Trump told Putin that the talks would soon resume.",
        ),
        ("فازت البرازيل على الأرجنتين أمس.", "Brazil beat Argentina yesterday.", "Argentina beat Brazil yesterday."),
    ],
)
def test_names_in_each_other_s_place_are_found_once_and_lit_on_both_sides(arabic: str, right: str, wrong: str) -> None:
    assert not [finding for finding in check_translation(arabic, right) if finding.kind == "roles"]
    (found,) = [finding for finding in check_translation(arabic, wrong) if finding.kind == "roles"]
    names = [span.of(wrong) for span in found.target_spans]
    assert names == [wrong.split()[0], wrong.split()[2]] and len(found.source_spans) == 2


def test_a_passive_or_a_genitive_may_turn_names_round() -> None:
    for arabic, english in [
        ("هزمت البرازيل الأرجنتين أمس.", "Argentina was beaten by Brazil yesterday."),
        ("زار وزير خارجية فرنسا بيروت.", "Beirut was visited by the foreign minister of France."),
    ]:
        assert not [finding for finding in check_translation(arabic, english) if finding.kind == "roles"]


def test_what_is_left_out_with_a_clause_is_one_finding_and_not_one_for_each_name_and_number_in_it() -> None:
    arabic = "وصل الوفد صباح اليوم، وزار الرئيس مع 11 وزيرا مدينة فرساي ومتاحف باريس الكبرى قبل انتهاء الرحلة الطويلة."
    findings = check_translation(arabic, "The delegation arrived this morning.")
    assert {finding.kind for finding in findings} == {"omission", "length"}
    (omission,) = (finding for finding in findings if finding.kind == "omission")
    assert "باريس" in omission.source_spans[0].of(arabic)


def test_an_arabic_not_yet_explains_an_english_not() -> None:
    arabic, english = "قال الوفد إن القرار لما يصدر.", "The delegation said that the decision had not been issued."
    assert "negation" not in {finding.kind for finding in check_translation(arabic, english)}
