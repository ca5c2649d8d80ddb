# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lists of agencies as offices keep them: heads, words and numbers read into fields.

Nothing here reads the database. What cannot be read is a :class:`ValueError` with a
key and the text; the wizard puts it into words.
"""

import re
import unicodedata

from .japanese_calendar import parse_date
from .my_number import find_my_number
from .name_folding import DASHES, fold_phone, fold_word

# Field -> heads of columns, as fold_head() leaves them; of two columns for one field
# the head that stands first counts.
HEADS = {
    "name": "窓口名称 窓口名 施設正式名称 施設名称 名称 機関名 機関名称 関係機関名"
    " 事業所名 事業所名称 事業者名 事業者名称 団体名 団体名称 施設名 組織名 組織名称"
    " 医療機関名 医療機関名称 相談窓口名 相談窓口名称 相談窓口 センター名 関係機関 機関"
    " 名前 自立相談支援機関名 法人名 name",
    "agency_kana": "窓口名称カナ 施設正式名称カナ 施設名称カナ ふりがな フリガナ カナ"
    " かな よみ 読み ヨミガナ よみがな 読み仮名 名称カナ 名称かな 名称フリガナ"
    " 機関名カナ 機関名フリガナ 機関名ふりがな 名称ふりがな 施設名カナ 施設名フリガナ"
    " 事業所名カナ 事業所名フリガナ 医療機関名カナ",
    "kind": "種別 区分 機関種別 機関区分 分類 種類 機関の種類 機関の種別",
    "zip": "郵便番号 〒 所在地郵便番号 postalcode",
    "street": "所在地連結表記 住所 所在地 所在地住所 施設所在地 事業所所在地 所在"
    " address",
    "phone": "電話番号 電話 代表電話番号 代表電話 案内電話番号 TEL ℡ 電話番号1 連絡先"
    " 連絡先電話番号 問合せ先 問い合わせ先 phone",
    "phone_fax": "TEL/FAX TELFAX 電話/FAX 電話番号/FAX番号 電話・FAX 電話番号・FAX番号"
    " 電話番号/FAX",
    "agency_fax": "FAX ファックス FAX番号 ファクス ファックス番号",
    "email": "メール メールアドレス Eメール E-mail Email EMAIL mail e-mail 電子メール",
    "website": "URL ホームページ HP ウェブサイト サイト ホームページアドレス"
    " officialurl",
    "areas": "対象地域 地域 エリア 担当地域 管轄 担当区域 対象エリア 管轄区域 管轄地域",
    "themes": "分野 相談内容 テーマ 対応分野 支援分野 相談分野",
    "agency_target": "対象者 対象 支援対象 支援対象者 利用対象",
    "agency_services": "事業内容 支援内容 サービス内容 業務内容 内容 サービス 主な業務"
    " 診療科目",
    "agency_hours": "開所時間 受付時間 営業時間 利用時間 開館時間 開庁時間 相談時間",
    "way": "紹介方法 利用方法 つなぎ方 連絡方法 紹介の方法",
    "agency_referral_note": "注意事項 留意点 留意事項 紹介時の注意",
    "consent": "同意 同意書 同意の要否 要同意",
    "capacity": "空き状況 受入状況 空き 受入れ状況 受け入れ状況",
    "waiting": "待機日数 待ち日数 待機期間 待ち期間 待機",
    "capacity_date": "確認日 更新日 情報更新日 空き状況確認日",
    "contact": "担当者 担当者名 窓口 窓口担当 担当",
    "contact_function": "役職 担当者役職 職名",
    "agreement": "協定 協定名 協定の名称",
    "agreement_from": "協定締結日 締結日 協定開始日",
    "agreement_to": "協定終了日 協定期限 有効期限 協定満了日",
    "agency_contact_date": "最終面談日 最終訪問日 最終接触日 直近の訪問日",
    # Of remarks nobody knows what they hold: they are not shown to everybody.
    "remark": "備考 メモ 特記事項 特記 摘要",
}
HEAD_ROWS = 10
SEPARATORS = re.compile(r"[,、，;；\n/／]+")
LEGAL_FORMS = re.compile(
    r"社会福祉法人|特定非営利活動法人|npo法人|(一般|公益)?(社団|財団)法人|医療法人(社団|財団)?"
    r"|独立行政法人|株式会社|有限会社|合同会社|学校法人|宗教法人|\([株有福医社財特]\)|[㈱㈲]"
)
WAYS = {
    "電話": "phone",
    "様式": "form",
    "申込書": "form",
    "紹介状": "letter",
    "同行": "visit",
    "本人": "direct",
    "直接": "direct",
}
# Wordings that say nothing but the way itself; any other one is kept as a remark.
PLAIN_WAYS = {*WAYS, "まず電話", "所定の様式", "本人が申込み", "電話連絡", "本人申込"}
CAPACITIES = {
    "open": "空きあり 空き有 空有 空き あり 有 可 受入可 受入れ可 ○ ◯ 〇 余裕あり",
    "limited": "残りわずか 残少 少 わずか 要相談 要確認 △",
    "waiting": "待機あり 待機 待機中 待ち 空き待ち",
    "full": "満員 満 満床 空きなし 空き無 なし 無 不可 受入不可 × ✕",
}
YES = set("要 必要 有 あり ○ ◯ 〇 はい 必須 1 yes".split())
NO = set("不要 無 なし × ✕ いいえ 否 0 no - ー".split())
THEME_WORDS = {
    "health": "健康 病気 障害 障がい 医療 メンタル 精神 依存",
    "housing": "住まい 住居 住宅 居住",
    "income": "収入 生活費 家計 生活困窮 生活保護 年金",
    "rent_loan": "家賃 ローン",
    "tax_utility": "税 公共料金 滞納",
    "debt": "債務 借金 法律 消費者",
    "job_search": "就労 就職 仕事 雇用 職業",
    "job_trouble": "労働",
    "community": "地域 孤立 居場所",
    "family": "家族",
    "parenting": "子育て 子ども 子供 こども ひとり親 児童",
    "nursing_care": "介護 高齢",
    "hikikomori": "ひきこもり 引きこもり 不登校",
    "dv_abuse": "dv 虐待 女性",
    "no_food": "食べるもの 食料 食糧 フードバンク 食",
    "other": "その他",
}


def fold_head(text):
    """A head without width, spaces, brackets and what stands in them."""
    folded = re.sub(r"[\s_:]", "", unicodedata.normalize("NFKC", text or ""))
    return re.sub(r"\(.*?\)|※|\*", "", folded).casefold()


# Folded head -> its field, and its place among the heads of the field.
_FIELDS = {
    fold_head(head): (field, place)
    for field, heads in HEADS.items()
    for place, head in reversed([*enumerate(heads.split())])
}
_CAPACITY = {
    fold_word(word): state
    for state, words in CAPACITIES.items()
    for word in words.split()
}


# What stands before a number, and what follows it.
_LABEL = re.compile(
    r"^(?:\(?(?:代表?|直通|電話番号|電話|tel|fax|ファックス|ファクス|[tf](?=[:.]))\)?[:.]?\s*)+",
    re.IGNORECASE,
)
_DASH = re.compile(f"(?<=[0-9)])[{re.escape(DASHES)}](?=[0-9(])")
_EXTENSION = re.compile(
    r"内線|ext|代表|[(（](?:内|代|直通|担当|平日|夜間)", re.IGNORECASE
)
_BETWEEN_NUMBERS = re.compile(
    r"\s*(?:[\n\r,、;/／|・]|(?<=[0-9)]) +(?=\(?(?:0|tel|fax)))\s*", re.IGNORECASE
)


def _split_numbers(text):
    """The telephone numbers of a cell, each with what is said about it."""
    folded = _DASH.sub("-", unicodedata.normalize("NFKC", text))
    parts = [part for part in _BETWEEN_NUMBERS.split(folded.strip()) if part.strip()]
    numbers = [part for part in parts if re.search("[0-9]{2}", part)]
    # 022 123 4567 is one number.
    whole = fold_phone(_EXTENSION.split(folded)[0])
    if len(numbers) < 2 or len(whole) < 12:
        return [folded.strip()]
    return numbers


def first_number(text):
    """The digits of the first of several numbers, without its extension.

    :return: str, empty without one
    """
    numbers = _split_numbers(text) if text else []
    return (
        fold_phone(_EXTENSION.split(_LABEL.sub("", numbers[0]))[0]) if numbers else ""
    )


def fold_agency_name(name):
    """A name for comparison with other lists: without its legal form."""
    return LEGAL_FORMS.sub("", fold_word(name)) or fold_word(name)


def find_columns(table, assigned=None):
    """Where the heads are, and what each column holds.

    :param table: as of :func:`read_table`
    :param assigned: ``{folded head: field}`` of heads that somebody explained; an empty
        field is a column that is not imported
    :return: ``(index of the row of heads, {column: field}, heads not understood)``
    :raises ValueError: ``"no_heads"``
    """
    for index, (_number, cells) in enumerate(table[:HEAD_ROWS]):
        columns = _assign(cells, assigned or {})
        if "name" in columns.values() and len(columns) >= 2:
            unknown = [
                cell
                for column, cell in enumerate(cells)
                if cell and column not in columns
            ]
            return index, columns, unknown
    raise ValueError("no_heads")


def guess_heads(table):
    """The row that looks most like heads: the first of those with the most cells.

    :return: index of the row
    """
    filled = [sum(map(bool, cells)) for _number, cells in table[:HEAD_ROWS]]
    return filled.index(max(filled))


def _assign(cells, assigned):
    """:return: ``{column: field}``; what somebody said goes before what is known"""
    best = {}
    for column, cell in enumerate(cells):
        head = fold_head(cell)
        field, place = _FIELDS.get(head, ("", 0))
        if head in assigned:
            field, place = assigned[head], -1
        if field and (field not in best or place < best[field][0]):
            best[field] = (place, column)
    return {column: field for field, (_place, column) in sorted(best.items())}


class RowReader:
    """Reads the cells of a row into values.

    :param kinds: ``{name: id}`` of the kinds of agencies
    :param themes: ``{code: (name, id)}`` of the consultation items
    """

    def __init__(self, kinds, themes):
        self.kinds = {fold_word(name): key for name, key in kinds.items()}
        self.themes = {
            code: (fold_word(name), key) for code, (name, key) in themes.items()
        }
        self.all_themes = sorted(self.themes.values(), key=lambda theme: -len(theme[0]))
        self._kinds_read = {}

    def read_row(self, cells):
        """Values of a row, and what is wrong with it.

        :param cells: ``{field: text}``
        :return: ``(values, errors)``; errors are tuples (key, field, text)
        """
        values, errors = {}, []
        for field, text in cells.items():
            if not text:
                continue
            try:
                if find_my_number(text):
                    raise ValueError("my_number")
                reader = self.READERS.get(field)
                value = reader(self, text) if reader else text
                if field == "phone_fax":
                    values |= value
                else:
                    values[field] = value
            except ValueError as error:
                errors.append((error.args[0], field, text))
        if not fold_word(values.get("name")):
            errors.append(("no_name", "name", ""))
        begin, end = values.get("agreement_from"), values.get("agreement_to")
        if begin and end and end < begin:
            errors.append(("term", "agreement_to", cells["agreement_to"]))
        return values, errors

    def _read_name(self, text):
        return " ".join(text.split())

    def _read_agency_kana(self, text):
        return unicodedata.normalize("NFKC", text)

    def _read_kind(self, text):
        if text not in self._kinds_read:
            self._kinds_read[text] = self._find_kind(fold_word(text))
        if not self._kinds_read[text]:
            raise ValueError("kind")
        return self._kinds_read[text]

    def _find_kind(self, folded):
        """The kind of exactly this name, or the only one that names it in part."""
        if folded in self.kinds:
            return self.kinds[folded]
        among = {
            key
            for name, key in self.kinds.items()
            if folded in re.split(r"[・()]", name)
        } or {key for name, key in self.kinds.items() if folded in name}
        return among.pop() if len(among) == 1 and len(folded) > 1 else None

    def _read_themes(self, text):
        rest, found = fold_word(text), []
        # The official names hold the separators: they are taken out first.
        for name, key in self.all_themes:
            if name in rest:
                found.append(key)
                rest = rest.replace(name, ",")
        for word in filter(None, SEPARATORS.split(rest.replace("・", ","))):
            key = self._find_theme(word)
            if not key:
                raise ValueError("theme")
            found.append(key)
        return sorted(set(found))

    def _find_theme(self, word):
        for code, words in THEME_WORDS.items():
            if code in self.themes and any(known in word for known in words.split()):
                return self.themes[code][1]
        return None

    def _read_areas(self, text):
        names = (" ".join(name.split()) for name in SEPARATORS.split(text))
        return list(dict.fromkeys(filter(None, names)))

    def _read_zip(self, text):
        digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))
        # A spreadsheet drops the first zeros of a number: 010-0000, 001-0000.
        digits = digits.zfill(7) if len(digits) in (5, 6) else digits
        if len(digits) != 7:
            raise ValueError("zip")
        return f"{digits[:3]}-{digits[3:]}"

    def _read_phone(self, text):
        """One number, or several parted by `` / ``."""
        return " / ".join(self._read_numbers(text))

    def _read_phone_fax(self, text):
        """Two numbers in one column: the second is the fax, unless it is said."""
        numbers, faxes = [], []
        for part in _split_numbers(text):
            is_fax = re.match(r"\(?(fax|ファックス|ファクス|f)\b", part, re.I)
            number = self._read_number(part)
            (faxes if is_fax else numbers).append(number)
        if not faxes and len(numbers) > 1:
            faxes = [numbers.pop()]
        values = {"phone": " / ".join(numbers), "agency_fax": " / ".join(faxes)}
        return {field: value for field, value in values.items() if value}

    def _read_numbers(self, text):
        return list(dict.fromkeys(self._read_number(p) for p in _split_numbers(text)))

    def _read_number(self, text):
        folded = _LABEL.sub("", " ".join(text.split()))
        number = _EXTENSION.split(folded)[0]
        digits = fold_phone(number)
        if folded.isdigit() and len(digits) in (9, 10) and digits[0] != "0":
            # A spreadsheet drops the first zero of a number.
            return f"0{digits}"
        if not (3 <= len(digits) <= 4 or (9 < len(digits) < 12 and digits[0] == "0")):
            raise ValueError("phone")
        return folded

    _read_agency_fax = _read_phone

    def _read_email(self, text):
        folded = unicodedata.normalize("NFKC", text).strip()
        if not re.fullmatch(r"[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+", folded):
            raise ValueError("email")
        return folded

    def _read_website(self, text):
        folded = unicodedata.normalize("NFKC", text).strip()
        if not re.fullmatch(r"(https?://)?[^\s/:]+\.[^\s]+", folded, re.I):
            raise ValueError("website")
        return folded

    def _read_way(self, text):
        """The way, and the remark that is kept of the wording."""
        found = (way for word, way in WAYS.items() if word in text)
        return (next(found, None), "" if text in PLAIN_WAYS else text)

    def _read_consent(self, text):
        folded = fold_word(text)
        if folded not in YES | NO:
            raise ValueError("consent")
        return folded in YES

    def _read_capacity(self, text):
        state = _CAPACITY.get(fold_word(text))
        if not state:
            raise ValueError("capacity")
        return state

    def _read_waiting(self, text):
        found = re.fullmatch(
            r"約?([0-9]{1,3})(日間?|週間?|(?:か|ヶ|カ|ヵ|ケ|箇)?月|)(?:程度|くらい|待ち)?",
            fold_word(text),
        )
        if not found:
            raise ValueError("waiting")
        days = {"週": 7, "日": 1, "": 1}.get(found[2][:1], 30)
        return int(found[1]) * days

    def _read_date(self, text):
        # Raises with a key of its own.
        # Agreements made before an era ended run on in it.
        return parse_date(text, beyond_era=True).isoformat()

    _read_capacity_date = _read_date
    _read_agreement_from = _read_date
    _read_agreement_to = _read_date
    _read_agency_contact_date = _read_date

    # What reads the text of a column; others are kept as they are.
    READERS = {
        "name": _read_name,
        "agency_kana": _read_agency_kana,
        "kind": _read_kind,
        "themes": _read_themes,
        "areas": _read_areas,
        "zip": _read_zip,
        "phone": _read_phone,
        "phone_fax": _read_phone_fax,
        "agency_fax": _read_agency_fax,
        "email": _read_email,
        "website": _read_website,
        "way": _read_way,
        "consent": _read_consent,
        "capacity": _read_capacity,
        "waiting": _read_waiting,
        "date": _read_date,
        "capacity_date": _read_capacity_date,
        "agreement_from": _read_agreement_from,
        "agreement_to": _read_agreement_to,
        "agency_contact_date": _read_agency_contact_date,
    }
