"""How page furniture is worded on Arabic news sites, as patterns for folded text.

In: nothing. Out: compiled patterns and word lists. They are written here in ordinary spelling and folded when
compiled (`أ` to `ا`, `ة` to `ه`, `ئ` to `ي` …), so they match every way of spelling a marker. The wordings were
collected by the authors of the toolkit from the habits of Arabic outlets.
"""

from __future__ import annotations

import re

from toolkit.article.characters import INVISIBLE
from toolkit.article.normalize import normalize

__all__ = [
    "ADDRESS",
    "ADVERT",
    "AGENCY",
    "BREADCRUMB_ROOTS",
    "BUTTON_WORDS",
    "BYLINE",
    "CREDIT",
    "CREDIT_ALONE",
    "CRUMB_SEPARATOR",
    "FOLLOW",
    "HASHTAGS",
    "INLINE",
    "KEYWORDS",
    "LINKS_ALONE",
    "LINKS_WITH_TEXT",
    "NOTICE",
    "SECTION_WORDS",
    "STAMP",
    "STAMP_ALONE",
]


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(normalize(pattern, fold_letters=True), re.IGNORECASE | re.VERBOSE)


def _words(text: str) -> frozenset[str]:
    return frozenset(normalize(text, fold_letters=True).lower().split())


_LEAD = r"[\W_]*"
_COLON = r"\s* [:|\-–—]"
_END = r"[\W_]*\Z"

_READ_ALSO = r"""
    (?: (?:اقرأ|اقرئي|اقرأوا|اقرؤوا|شاهد|شاهدوا|طالع|تصفح|شوف|انظر|اطلع|تابع|استمع)
        (?:\s+(?:على|إلى))? \s+ (?:أيضا|كذلك|كمان|المزيد|أكثر)
    | و?(?:قد|ربما)\s+(?:يهمك|يعجبك|تهمك|تعجبك)م? (?:\s+(?:أيضا|كذلك|قراءة))?
    | من\s+نفس\s+(?:التصنيف|القسم|الموضوع)
    | لل?مزيد (?:\s+من\s+(?:الأخبار|التفاصيل|المعلومات))? | مزيد\s+من\s+الأخبار
    | (?:ال)?(?:مقالات|أخبار|مواضيع|موضوعات|روابط|تقارير|مواد|قصص)
        \s+ (?:ال)?(?:مشابهة|ذات\s+(?:ال)?صلة|متعلقة|مرتبطة|مقترحة|أخرى)
    | (?:موضوع|خبر|مقال|مقالة)\s+(?:ذو|ذات)\s+صلة | ذات\s+صلة
    | اخترنا\s+لكم? | نرشح\s+لكم? | مختارات | شاهد\s+الفيديو
    | الأكثر\s+(?:قراءة|مشاهدة|شيوعا|تداولا|تفاعلا)
    | (?:أهم|آخر|أحدث)\s+الأخبار
    | (?:المقال|المقالة|الخبر)\s+(?:السابقة?|التالية?)
    | رابط\s+(?:الخبر|المقال) | المزيد )
"""
_PLAIN_READ_ALSO = r"""
    (?: (?:اقرأ|اقرئي|اقرأوا|شاهد|طالع)\s+(?:أيضا|كذلك|المزيد) | شوف\s+كمان | من\s+نفس\s+التصنيف
    | (?:مقالات|أخبار|مواضيع|موضوعات)\s+(?:مشابهة|ذات\s+صلة) )
"""
LINKS_ALONE = _compile(rf"{_LEAD} {_READ_ALSO} (?:\s+(?:أيضا|هنا))? {_END}")
"""A line that announces links below it."""
LINKS_WITH_TEXT = _compile(rf"{_LEAD} (?: {_READ_ALSO} \s*(?:[:؛|»>\-–—]|\.{{2,}}|…) | {_PLAIN_READ_ALSO} \b )")
"""A link with its announcement before it."""

CREDIT = _compile(
    rf"""{_LEAD} (?: المصدر(?:\s+الأصلي)? | مصدر\s+(?:الخبر|الصورة|الصور|المقال) | المصادر | نقلا\s+عن
    | (?:ال)?صورة(?:\s+(?:من|أرشيفية))? | صور\s+أرشيفية | تصوير | عدسة ) {_COLON}"""
)
"""The source of a text or picture; `مصدر:` and `صور:` alone begin headlines and are not here."""
CREDIT_ALONE = _compile(rf"{_LEAD} (?: المصدر | المصادر | مصدر\s+(?:الخبر|الصورة) | صورة?\s+أرشيفية | أرشيفية ) {_END}")
_AGENCIES = r"""
    (?: رويترز | أ\s?\.?ف\s?\.?ب\.? | (?:وكالة\s+)?فرانس\s+برس | وكالة\s+الأنباء\s+\w+ | وكالات | أسوشيتد\s+برس
    | أ\s?\.?ب\.? | د\s?\.?ب\s?\.?أ\.? | الأناضول | سبوتنيك | تاس | (?:ريا\s+)?نوفوستي | شينخوا | سي\s+إن\s+إن
    | بي\s+بي\s+سي | قنا | واس | وام | كونا | بترا | سانا | وفا | صفا | أ\s?\.?ش\s?\.?أ\.? | جيتي(?:\s+إيمجز)?
    | reuters | afp | ap | getty(?:\s+images)? | epa | anadolu | tass | sputnik | social\s+media
    | مواقع\s+التواصل(?:\s+الاجتماعي)? )
"""
AGENCY = _compile(
    rf"{_LEAD} (?:(?:صورة|تصوير|المصدر|عن)\s*:?\s*)? {_AGENCIES} (?:\s*[،,/\-–+و]+\s*{_AGENCIES})* {_END}"
)
"""A line or a bracket with nothing but the names of agencies."""

KEYWORDS = _compile(
    rf"""{_LEAD} (?: (?: (?:ال)?كلمات\s+(?:ال)?(?:دلالية|مفتاحية|دالة) | (?:ال)?(?:وسوم|تاغات|تاجات) | هاشتاغ(?:ات)?
    | هاشتاج | tags? | keywords? ) \s*(?:[:|\-–—]|\Z) | (?:ال)?كلمات\s+(?:ال)?(?:دلالية|مفتاحية)\b )"""
)
HASHTAGS = _compile(rf"\W*(?:[#]\w+[\s,،]*){{2,}}{_END}")

_WEEKDAY = r"(?:السبت|الأحد|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة)"
_CLOCK = r"(?:الساعة\s+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:ص|م|صباحا|مساء|am|pm))?"
_DATE = rf"""
    (?:{_WEEKDAY}\s*[،,\-–]?\s*)?
    (?:\d{{1,2}}\s+\w+(?:\s*[/\\]\s*\w+)?\s+\d{{4}} | \d{{1,4}}[/.\-]\d{{1,2}}[/.\-]\d{{1,4}}) (?:\s*(?:م|هـ))?
    (?:\s*[|،,\-–]?\s*{_CLOCK})? (?:\s*(?:بتوقيت\s+\w+(?:\s+\w+)?|\(?gmt(?:[+\-]\d{{1,2}})?\)?))?
"""
_STAMP = r"""
    (?: آخر\s+تحديث | تاريخ\s+(?:النشر|التحديث) | نشرت?(?:\s+(?:في|بتاريخ|يوم))? | تم\s+النشر(?:\s+في)? | حدثت?\s+في
    | التاريخ | (?:وقت|مدة)\s+القراءة | (?:عدد\s+)?(?:المشاهدات|الزيارات|القراءات) | مشاهدات | زيارات | قراءات )
"""
STAMP = _compile(rf"{_LEAD} {_STAMP} \s*(?: [:|] | [\-–]?\s*{_DATE}{_END} | \d+{_END} )")
"""Publication stamps and counters, with their label."""
STAMP_ALONE = _compile(
    rf"""{_LEAD} (?: {_DATE} | (?:منذ|قبل)\s+(?:\d+\s+)?(?:دقيقة|دقائق|دقيقتين|ساعة|ساعات|ساعتين|يوم|أيام|يومين|أسبوع)
    | (?:\w+\s+){{0,3}}\w+\s*[\-–:|،]\s*(?:\w+\s*[\-–:|،]\s*)?{_DATE}
    | \d+\s+(?:دقائق|دقيقة|مشاهدة|مشاهدات|تعليق|تعليقات|مشاركة)(?:\s+(?:قراءة|للقراءة))? ) {_END}"""
)
"""A date, an age or a counter that is the whole line."""
BYLINE = _compile(rf"{_LEAD} (?:كتبت?|بقلم|إعداد|تحرير|ترجمة|أعد(?:ه|ها)|المحرر|الكاتب) \s*[:–—\-/|]")
FOLLOW = _compile(
    rf"""{_LEAD} (?: تابعونا | تابعنا | شاركونا | شاركنا | اتبعنا | (?:اضغط|انقر)\s+هنا | شارك\s+(?:الخبر|المقال|هذا)
    | (?:تابع|اشترك|انضم|حمل|سجل|فعل|شارك)(?:وا|ي)?\s.*(?:قناتنا|قنواتنا|صفحتنا|صفحاتنا|حسابنا|تطبيقنا|نشرتنا|موقعنا
        |النشرة\s+البريدية|(?:جوجل|غوغل)\s+نيوز|google\s+news|عبر\s+تطبيق|الإشعارات|اضغط|من\s+هنا)
    | (?:تابع|اشترك|انضم)(?:وا)?\s+(?:(?:إلى|في|على)\s+)?(?:(?:أحدث|آخر|أهم|كل|جميع)\s+)?
        (?:الأخبار|أخبار\s+\w+|قناة)\b.*(?:عبر|على)\s+(?:واتساب|تلغرام|تليجرام|تيليجرام|فيسبوك|تويتر|يوتيوب|انستغرام)
    | (?:لمتابعة|للاشتراك|للانضمام|لتحميل|للتواصل)\s.*(?:قناة|قناتنا|صفحتنا|صفحة|تطبيق|الأخبار|نشرتنا|النشرة
        |واتساب|تلغرام|تليجرام|هنا|معنا) )"""
)
"""Calls to follow, share or install. A bare verb is not enough: `حمل الرئيس …` is news."""
NOTICE = _compile(
    rf"""{_LEAD} (?: (?:جميع|كافة)\s+(?:ال)?حقوق.{{0,40}}محفوظة | حقوق\s+(?:النشر|الطبع|الملكية) | © | copyright
    | all\s+rights | سياسة\s+(?:الخصوصية|ملفات) | شروط\s+الاستخدام | الآراء\s+الواردة | المقالات\s+المنشورة
    | ما\s+ورد\s+في\s+هذا\s+المقال | هذا\s+(?:المقال|المحتوى|الخبر)\s+(?:لا\s+يعبر|منقول|من\s+موقع|نشر\s+أولا)
    | ظهرت?\s+(?:ال)?مقالة? | اترك\s+(?:تعليق|رد) | أضف\s+تعليق | لن\s+يتم\s+نشر\s+عنوان | التعليقات\s+مغلقة
    | (?:ال)?تعليقات(?:\s*\(?\d+\)?)?\Z | ملفات\s+تعريف\s+الارتباط
    | نستخدم\s+ملفات | اتصل\s+بنا{_END} | من\s+نحن{_END} )"""
)
ADDRESS = _compile(rf"\W*(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+){_END}")
ADVERT = _compile(rf"{_LEAD}(?:إعلان(?:ات)?|advertisement|مساحة\s+إعلانية|محتوى\s+إعلاني|برعاية){_END}")

BUTTON_WORDS = _words(
    "فيسبوك فيس بوك تويتر إكس واتساب واتس اب تلغرام تليجرام تيليجرام انستغرام انستجرام يوتيوب لينكدان لينكد إن "
    "بينتريست ماسنجر تيك توك سناب شات شارك شاركها مشاركة نشر طباعة اطبع إرسال أرسل حفظ نسخ الرابط رابط البريد "
    "الإلكتروني إيميل بريد عبر على الخبر المقال تعليق تعليقات أضف تعليقك أعجبني تغريد غرد استمع للخبر الحجم خط حجم "
    "الخط تكبير تصغير الكل facebook twitter whatsapp telegram x linkedin email print share copy link pinterest reddit "
    "messenger tweet instagram youtube tiktok"
)
SECTION_WORDS = _words(
    "الرئيسية أخبار الأخبار سياسة السياسة اقتصاد الاقتصاد رياضة الرياضة العالم عالم عاجل عربي دولي عالمي عربية دولية "
    "عالمية محليات محلي ثقافة فن منوعات تقارير تحقيقات رأي مقالات حوادث تكنولوجيا علوم صحة مجتمع الشرق الأوسط "
    "أوروبا أمريكا أفريقيا آسيا شؤون خارجية عرب العرب مصر سوريا لبنان العراق فلسطين روسيا أوكرانيا news home"
)
BREADCRUMB_ROOTS = _words("الرئيسية أخبار الأخبار home")
CRUMB_SEPARATOR = re.compile(r"\s*[/»>›|\\←‹«]\s*")

INLINE = re.compile(
    rf"""(?<=[\s.!؟…)\]»”])[(\[]?[{INVISIBLE}]*
    (?: [اإأ]?[اإأ]قر[أا](?:ي|وا)?\s+(?:[أا]يض[اًً]+|كذلك|المزيد) | (?:شاهد|طالع)\s+[أا]يض[اًً]+ | شوف\s+كمان
    | من\s+نفس\s+التصنيف | (?:مقالات|أخبار|مواضيع|موضوعات)\s+(?:مشابهة|ذات\s+صلة) | قد\s+يهمك\s+[أا]يض[اًً]+
    | المصدر | (?:ال)?كلمات\s+(?:ال)?(?:دلالية|مفتاحية) ) \s*[:|]""",
    re.VERBOSE,
)
"""A marker with its colon inside a paragraph; for text as written, because the place is needed."""
