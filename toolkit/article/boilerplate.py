"""What on a page is not the article: source credits, keyword lines, "read also" links, buttons, credits.

In: one line or sentence of a page. Out: which sort of boilerplate it is, if any. Nothing is deleted here or
anywhere else; `structure` marks the sentences with what this module says.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from toolkit.article.characters import INVISIBLE, NEWLINES
from toolkit.article.normalize import normalize

__all__ = ["Sort", "find_inline", "is_section_label", "sort_of", "words_of"]


class Sort(Enum):
    """The sorts of boilerplate that `structure` treats differently."""

    CREDIT = auto()
    """Where the text or picture came from. May end an article."""
    KEYWORDS = auto()
    """A list of keywords or tags. Ends an article."""
    LINKS = auto()
    """"Read also" with the link on the same line."""
    LINKS_BELOW = auto()
    """"Read also" alone: the links stand on the lines below."""
    FURNITURE = auto()
    """Buttons, dates, bylines, calls to follow, notices. Ends nothing."""
    END = auto()
    """Rights notices, comment forms: what stands only under an article."""


_GAP = r"\s*(?:[:：؛|»>\-–—]|\.{2,}|…|$)"
_READ_ALSO = (
    r"(?:ا?ا?قرا(?:ي|وا)?|شاهد|طالع|تصفح|شوف|انظر|اطلع|تابع|استمع)(?:\s+(?:علي|الي))?\s+(?:ايضا|كذلك|كمان|المزيد|اكثر)"
    r"|(?:و)?(?:قد|ربما)\s+(?:يهمك|يعجبك|تهمك|تعجبك)م?(?:\s+(?:ايضا|كذلك|قراءه))?"
    r"|من\s+نفس\s+(?:التصنيف|القسم|الموضوع)"
    r"|(?:لل|ل)مزيد(?:\s+من\s+(?:الاخبار|التفاصيل|المعلومات))?"
    r"|(?:مقالات|اخبار|مواضيع|موضوعات|روابط|تقارير|مواد|قصص|مقالات\s+و?اخبار)\s+(?:مشابهه|ذات\s+صله|متعلقه|مرتبطه|مقترحه|اخري)"
    r"|(?:المقالات|الاخبار|المواضيع|الموضوعات)\s+(?:المشابهه|ذات\s+الصله|المتعلقه|المرتبطه)"
    r"|ذات\s+صله|اخبار\s+متعلقه|(?:موضوع|خبر|مقال|مقاله)\s+(?:ذو|ذات)\s+صله|اخترنا\s+لك(?:م)?|مختارات|نرشح\s+لك(?:م)?"
    r"|الاكثر\s+(?:قراءه|مشاهده|شيوعا|تداولا|تفاعلا)|اهم\s+الاخبار|اخر\s+الاخبار|احدث\s+الاخبار|مزيد\s+من\s+الاخبار"
    r"|(?:المقال|المقاله|الخبر)\s+(?:السابق|السابقه|التالي|التاليه)|الرابط|رابط\s+(?:الخبر|المقال)|المزيد|شاهد\s+الفيديو"
)
_CREDIT = (
    r"المصدر(?:\s+الاصلي)?|مصدر\s+(?:الخبر|الصوره|الصور|المقال)|المصادر|نقلا\s+عن"
    r"|(?:ال)?صوره(?:\s+(?:من|ارشيفيه))?|صور\s+ارشيفيه|تصوير|عدسه"
)
_KEYWORDS = (
    r"(?:ال)?كلمات\s+(?:ال)?(?:دلاليه|مفتاحيه|داله)|(?:ال)?وسوم|(?:ال)?تاغات|(?:ال)?تاجات|هاشتاغ(?:ات)?|هاشتاج"
    r"|tags?|keywords?"
)
_BYLINE = r"كتب(?:ت)?|بقلم|اعداد|تحرير|ترجمه|اعد(?:ه|ها)|المحرر|الكاتب"
_STAMP = (
    r"(?:اخر\s+تحديث|تاريخ\s+(?:النشر|التحديث)|نشر(?:ت)?(?:\s+(?:في|بتاريخ|يوم))?|تم\s+النشر|حدث(?:ت)?\s+في|التاريخ"
    r"|وقت\s+القراءه|مده\s+القراءه|مشاهدات|عدد\s+(?:المشاهدات|الزيارات|القراءات)|زيارات|قراءات)"
)
_WEEKDAY = r"(?:السبت|الاحد|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعه)"
_DATE = (
    r"(?:"
    + _WEEKDAY
    + r"\s*[،,\-–]?\s*)?(?:\d{1,2}\s+\w+(?:\s*[/\\]\s*\w+)?\s+\d{4}|\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4})"
    r"(?:\s*(?:م|هـ))?(?:\s*[|،,\-–]?\s*(?:الساعه\s+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:ص|م|صباحا|مساء|am|pm))?)?"
    r"(?:\s*(?:بتوقيت\s+\w+(?:\s+\w+)?|gmt|\(?gmt[+\-]\d\)?))?"
)
_BUTTONS = (
    "فيسبوك فيس بوك تويتر اكس واتساب واتس اب تلغرام تليجرام تيليجرام انستغرام انستجرام يوتيوب لينكدان لينكد ان "
    "بينتريست ماسنجر تيك توك سناب شات "
    "شارك شاركها مشاركه نشر طباعه اطبع ارسال ارسل حفظ نسخ الرابط رابط البريد الالكتروني ايميل بريد عبر علي "
    "الخبر المقال تعليق "
    "تعليقات اضف تعليقك اعجبني تغريد غرد استمع للخبر الحجم خط حجم الخط تكبير تصغير الكل facebook twitter "
    "whatsapp telegram x linkedin email print "
    "share copy link pinterest reddit messenger tweet instagram youtube tiktok"
).split()
_SECTIONS = frozenset(
    "الرئيسيه اخبار الاخبار سياسه السياسه اقتصاد الاقتصاد رياضه الرياضه العالم عالم عاجل عربي دولي ودولي عالمي "
    "عربيه دوليه عالميه "
    "محليات محلي ثقافه فن وفن منوعات تقارير تحقيقات راي مقالات حوادث تكنولوجيا علوم صحه مجتمع الشرق الاوسط "
    "اوروبا امريكا "
    "افريقيا اسيا شؤون خارجيه عرب وعالم العرب والعالم مصر سوريا لبنان العراق فلسطين روسيا اوكرانيا news home".split()
)
_AGENCIES = (
    r"رويترز|ا\s?\.?ف\s?\.?ب\.?|(?:وكاله\s+)?فرانس\s+برس|وكاله\s+الانباء\s+\w+|وكالات|اسوشيتد\s+برس|ا\s?\.?ب\.?|د\s?\.?ب\s?\.?ا\.?|الاناضول|سبوتنيك"
    r"|تاس|نوفوستي|ريا\s+نوفوستي|شينخوا|سي\s+ان\s+ان|بي\s+بي\s+سي|قنا|واس|وام|كونا|بترا|سانا|وفا|صفا|ا\s?\.?ش\s?\.?ا\.?|جيتي(?:\s+ايمجز)?"
    r"|reuters|afp|ap|getty(?:\s+images)?|epa|anadolu|tass|sputnik|social\s+media|مواقع\s+التواصل(?:\s+الاجتماعي)?"
)
_FOLLOW = r"""
    (?:تابعونا|تابعنا|شاركونا|شاركنا|اتبعنا|اضغط\s+هنا|انقر\s+هنا|شارك\s+(?:الخبر|المقال|هذا))
    |(?:تابع|اشترك|انضم|حمل|سجل|فعل|شارك)(?:وا|ي)?\s.*(?:قناتنا|قنواتنا|صفحتنا|صفحاتنا|حسابنا|تطبيقنا|نشرتنا|موقعنا|النشره\s+البريديه
        |(?:جوجل|غوغل)\s+نيوز|google\s+news|عبر\s+تطبيق|الاشعارات|اضغط|من\s+هنا)
    |(?:تابعوا|تابع|اشتركوا|اشترك|انضموا|انضم)\s+(?:(?:الي|في|علي)\s+)?(?:احدث|اخر|اهم|كل|جميع)?\s*(?:الاخبار|اخبار\s+\w+|قناه)\b.*
        (?:عبر|علي)\s+(?:واتساب|تلغرام|تليجرام|تيليجرام|فيسبوك|تويتر|يوتيوب|انستغرام)
    |(?:لمتابعه|للاشتراك|للانضمام|لتحميل|للتواصل)\s.*(?:قناه|قناتنا|صفحتنا|صفحه|تطبيق|الاخبار|نشرتنا|النشره|واتساب|تلغرام|تليجرام|هنا|معنا)
"""
_NOTICE = (
    r"(?:(?:جميع|كافه)\s+(?:ال)?حقوق.{0,40}محفوظه|حقوق\s+(?:النشر|الطبع|الملكيه)|©|copyright|all\s+rights|سياسه\s+الخصوصيه|شروط\s+الاستخدام"
    r"|الاراء\s+الوارده|المقالات\s+المنشوره|ما\s+ورد\s+في\s+هذا\s+المقال|هذا\s+(?:المقال|المحتوي|الخبر)\s+(?:لا\s+يعبر|منقول|من\s+موقع|نشر\s+اولا)"
    r"|ظهرت?\s+(?:ال)?مقال[هة]?|اترك\s+(?:تعليق|رد)|اضف\s+تعليق|لن\s+يتم\s+نشر\s+عنوان|(?:ال)?تعليقات(?:\s*\(?\d+\)?)?$|التعليقات\s+مغلقه"
    r"|ملفات\s+تعريف\s+الارتباط|نستخدم\s+ملفات|سياسه\s+ملفات|اتصل\s+بنا|من\s+نحن|هيئه\s+التحرير$)"
)

_MARKS_BEFORE = r"[\W_]*"
_LINKS_ALONE = re.compile(rf"{_MARKS_BEFORE}(?:{_READ_ALSO})(?:\s+(?:ايضا|هنا))?[\W_]*", re.IGNORECASE)
_LINKS_WITH_TEXT = re.compile(rf"{_MARKS_BEFORE}(?:{_READ_ALSO})(?:{_GAP})", re.IGNORECASE)
_LINKS_PLAIN = re.compile(
    rf"{_MARKS_BEFORE}(?:ا?قرا(?:ي|وا)?\s+(?:ايضا|المزيد|كذلك)|شاهد\s+ايضا|طالع\s+(?:ايضا|المزيد)|شوف\s+كمان|من\s+نفس\s+التصنيف"
    r"|(?:مقالات|اخبار|مواضيع|موضوعات)\s+(?:مشابهه|ذات\s+صله))\b"
)
_CREDIT_LINE = re.compile(rf"{_MARKS_BEFORE}(?:{_CREDIT})\s*[:：|\-–—]", re.IGNORECASE)
_CREDIT_ALONE = re.compile(r"[\W_]*(?:المصدر|المصادر|مصدر الخبر|مصدر الصوره|صوره ارشيفيه|ارشيفيه)[\W_]*")
_KEYWORD_LINE = re.compile(rf"{_MARKS_BEFORE}(?:{_KEYWORDS})\s*(?:[:：|\-–—]|$)", re.IGNORECASE)
_KEYWORD_PLAIN = re.compile(r"[\W_]*(?:ال)?كلمات\s+(?:ال)?(?:دلاليه|مفتاحيه)\b")
_HASHTAGS = re.compile(r"\W*(?:#\w+[\s,،]*){2,}")
_BYLINE_LINE = re.compile(rf"{_MARKS_BEFORE}(?:{_BYLINE})\s*[:：–—\-/|]", re.IGNORECASE)
_STAMP_LINE = re.compile(rf"{_MARKS_BEFORE}{_STAMP}\s*(?:[:：|]|[\-–]?\s*{_DATE}[\W_]*$|\d+[\W_]*$)", re.IGNORECASE)
_DATE_LINE = re.compile(rf"[\W_]*(?:{_DATE})[\W_]*", re.IGNORECASE)
_AGO_LINE = re.compile(
    r"[\W_]*(?:منذ|قبل)\s+(?:\d+\s+)?(?:دقيقه|دقائق|دقيقتين|ساعه|ساعات|ساعتين|يوم|ايام|يومين|اسبوع)[\W_]*"
)
_READING_TIME = re.compile(
    r"[\W_]*\d+\s+(?:دقائق|دقيقه|مشاهده|مشاهدات|تعليق|تعليقات|مشاركه)(?:\s+(?:قراءه|للقراءه))?[\W_]*"
)
_AGENCY_LINE = re.compile(
    rf"[\W_]*(?:(?:صوره|تصوير|المصدر|عن)\s*:?\s*)?(?:{_AGENCIES})(?:\s*[،,/\-–+و]+\s*(?:{_AGENCIES}))*[\W_]*",
    re.IGNORECASE,
)
_FOLLOW_LINE = re.compile(rf"{_MARKS_BEFORE}(?:{_FOLLOW})", re.IGNORECASE | re.VERBOSE)
_NOTICE_LINE = re.compile(rf"{_MARKS_BEFORE}{_NOTICE}", re.IGNORECASE)
_ADDRESS_LINE = re.compile(r"\W*(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+)\W*", re.IGNORECASE)
_ADVERT_LINE = re.compile(
    r"[\W_]*(?:اعلان(?:ات)?|advertisement|مساحه اعلانيه|محتوي اعلاني|برعايه)[\W_]*", re.IGNORECASE
)
_CRUMB_SPLIT = re.compile(r"\s*[/»>›|\\←‹«]\s*")
_LETTER = re.compile(r"[^\W\d_]")

_INLINE = re.compile(
    rf"(?<=[\s.!؟…)\]»”])[\(\[]?[{INVISIBLE}]*"
    r"(?:[اإأ]?[اإأ]قر[أا](?:ي|وا)?\s+(?:أيض[اًً]+|ايض[اًً]+|كذلك|المزيد)|شاهد\s+أيض[اًً]+|طالع\s+أيض[اًً]+|شوف\s+كمان"
    r"|من\s+نفس\s+التصنيف|(?:مقالات|أخبار|مواضيع|موضوعات)\s+(?:مشابهة|ذات\s+صلة)|قد\s+يهمك\s+أيض[اًً]+"
    r"|المصدر|(?:ال)?كلمات\s+(?:ال)?(?:دلالية|مفتاحية))\s*[:：|]"
)
_MAX_WORDS = {Sort.CREDIT: 12, Sort.LINKS: 30, Sort.FURNITURE: 14, Sort.END: 60}


def words_of(text: str) -> list[str]:
    """Return the words of `text` in the form in which they are compared."""
    return re.findall(r"\w+", normalize(text, fold_letters=True).lower())


def find_inline(text: str) -> list[int]:
    """Return where in a paragraph a marker such as `اقرأ أيضًا:` begins after other words."""
    return [match.start() for match in _INLINE.finditer(text)]


def sort_of(text: str, *, whole_line: bool = True) -> Sort | None:
    """Return which sort of boilerplate a line is, or None if it belongs to the article.

    Parameters
    ----------
    text
        One line, or one sentence.
    whole_line
        False for a sentence inside a paragraph: there only the marked sorts (credits, keywords, links) count.
    """
    if len(text) > 600:
        return Sort.KEYWORDS if _KEYWORD_LINE.match(_plain(text[:80])) else None
    plain = _plain(text)
    count = len(plain.split())
    if not _LETTER.search(plain) and whole_line:
        return Sort.FURNITURE
    marked = _marked_sort(plain, count)
    if marked or not whole_line:
        return marked
    return _line_sort(plain, count)


def _plain(text: str) -> str:
    return re.sub(rf"[{NEWLINES}]", " ", normalize(text, fold_letters=True)).strip()


def _marked_sort(plain: str, count: int) -> Sort | None:
    if _KEYWORD_LINE.match(plain) or _KEYWORD_PLAIN.match(plain):
        return Sort.KEYWORDS
    if _LINKS_ALONE.fullmatch(plain):
        return Sort.LINKS_BELOW
    if count <= _MAX_WORDS[Sort.LINKS] and (_LINKS_WITH_TEXT.match(plain) or _LINKS_PLAIN.match(plain)):
        return Sort.LINKS
    if count <= _MAX_WORDS[Sort.CREDIT] and (_CREDIT_LINE.match(plain) or _CREDIT_ALONE.fullmatch(plain)):
        return Sort.CREDIT
    if _AGENCY_LINE.fullmatch(plain):
        return Sort.CREDIT
    return None


def _line_sort(plain: str, count: int) -> Sort | None:
    if _HASHTAGS.fullmatch(plain):
        return Sort.KEYWORDS
    if _NOTICE_LINE.match(plain) and count <= _MAX_WORDS[Sort.END]:
        return Sort.END
    if count > _MAX_WORDS[Sort.FURNITURE] * 2:
        return None
    if _FOLLOW_LINE.match(plain) and count <= _MAX_WORDS[Sort.FURNITURE] * 2:
        return Sort.FURNITURE
    if count > _MAX_WORDS[Sort.FURNITURE]:
        return None
    starts = (_BYLINE_LINE, _STAMP_LINE)
    wholes = (_DATE_LINE, _AGO_LINE, _READING_TIME, _ADDRESS_LINE, _ADVERT_LINE)
    if any(pattern.match(plain) for pattern in starts) or any(pattern.fullmatch(plain) for pattern in wholes):
        return Sort.FURNITURE
    return Sort.FURNITURE if _is_buttons(plain) or _is_breadcrumb(plain) else None


def _is_buttons(plain: str) -> bool:
    words = re.findall(r"\w+", plain.lower())
    return bool(words) and all(word in _BUTTONS or word.isdigit() for word in words)


def _is_breadcrumb(plain: str) -> bool:
    crumbs = _CRUMB_SPLIT.split(plain.lower())
    return len(crumbs) > 1 and crumbs[0] in ("الرئيسيه", "اخبار", "الاخبار", "home")


def is_section_label(text: str) -> bool:
    """Tell whether a short line above a headline only names a section of the site: `أخبار عربية`."""
    words = words_of(text)
    return 0 < len(words) <= 3 and all(word in _SECTIONS or word.removeprefix("و") in _SECTIONS for word in words)
