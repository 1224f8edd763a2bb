"""Words around speakers. Out: Arabic verbs of speech with their English, and the titles that people carry."""

from __future__ import annotations

from toolkit.article.normalize import arabic_form

__all__ = ["OFFICES", "SPEECH_VERBS", "TITLES"]

_VERBS = {
    "said": "قال قالت قالوا قالا يقول تقول قائلا قائلة قائلين",
    "announced": "أعلن أعلنت أعلنوا يعلن تعلن معلنا معلنة اعلن اعلنت",
    "stressed": "أكد أكدت أكدوا يؤكد تؤكد مؤكدا مؤكدة اكد اكدت شدد شددت يشدد مشددا مشددة مشددين",
    "explained": "أوضح أوضحت يوضح توضح موضحا موضحة اوضح اوضحت",
    "added": "أضاف أضافت يضيف تضيف مضيفا مضيفة اضاف تابع تابعت متابعا أردف أردفت استطرد",
    "noted": "أشار أشارت يشير تشير مشيرا مشيرة اشار لفت لفتت لافتا لافتة نوه نوهت منوها",
    "stated": "صرح صرحت يصرح مصرحا ذكر ذكرت يذكر تذكر أفاد أفادت يفيد تفيد افاد افادت أبرز",
    "revealed": "كشف كشفت يكشف كاشفا",
    "reported": "نقل نقلت أورد أوردت",
    "warned": "حذر حذرت يحذر تحذر محذرا محذرة",
    "asked": "تساءل تساءلت سأل",
    "replied": "رد ردت أجاب أجابت",
    "wrote": "كتب كتبت غرد غردت",
    "commented": "علق علقت معلقا",
    "claimed": "زعم زعمت ادعى ادعت",
    "denied": "نفى نفت نافيا",
    "considered": "اعتبر اعتبرت معتبرا رأى رأت",
    "pledged": "تعهد تعهدت متعهدا",
    "threatened": "هدد هددت مهددا",
    "told": "أبلغ أبلغت أخبر أخبرت",
    "admitted": "أقر أقرت اعترف اعترفت",
    "reiterated": "جدد جددت كرر كررت",
    "expressed": "أعرب أعربت عبر عبرت",
    "described": "وصف وصفت واصفا",
}
SPEECH_VERBS = {arabic_form(form): english for english, forms in _VERBS.items() for form in forms.split()}

_TITLES = (
    "رئيس رئيسة وزير وزيرة مستشار مستشارة مساعد مساعدة متحدث متحدثة ناطق مبعوث مبعوثة سفير سفيرة جنرال "
    "عقيد لواء فريق عميد مشير أمير أميرة ملك ملكة شيخ سيد سيدة دكتور دكتورة بروفيسور أستاذ نائب نائبة "
    "سيناتور قائد زعيم زعيمة مرشد حاكم محافظ مدير مديرة أمين كاتب كاتبة صحفي صحافي صحفية صحافية محلل خبير "
    "خبيرة قاضي قاض محامي محامية نظيره نظيرها نظيريه بابا قس مطران بطريرك مفوض مفوضة عضو منسق منسقة مفتي "
    "إمام آية رائد نقيب ملازم ضابط وكيل عمدة مستشارا رئيسا لاعب مدرب مهاجم حارس باحث باحثة ناشط ناشطة "
    "مخرج ممثل ممثلة فنان فنانة مغني روائي شاعر مواطن شاب طبيب مهندس رجل د"
)
TITLES = frozenset(
    form for word in _TITLES.split() for form in (arabic_form(word), "ال" + arabic_form(word), "لل" + arabic_form(word))
)

OFFICES = {
    form: english
    for arabic, english in (
        ("مستشار", "adviser"),
        ("مستشارة", "adviser"),
        ("مساعد", "aide"),
        ("متحدث", "spokesman"),
        ("متحدثة", "spokeswoman"),
        ("ناطق", "spokesman"),
        ("مسؤول", "official"),
        ("مصدر", "source"),
        ("بيان", "statement"),
        ("مدير", "director"),
        ("رئيس", "head"),
        ("مبعوث", "envoy"),
        ("مفوض", "commissioner"),
        ("ممثل", "representative"),
    )
    for form in (arabic_form(arabic), "ال" + arabic_form(arabic))
}
"""What somebody is to a body, for a speaker without a name: ``مستشار الكرملين`` is the Kremlin's adviser."""
