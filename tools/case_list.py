# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lists of old cases as offices keep them: sheets, heads and cells read into values.

Nothing here reads the database. What is read with doubt is kept as a text beside, so
that nothing of a row is lost; what a case cannot be without is an error with a key.
"""

import csv
import io
import re
import unicodedata
import zipfile
from datetime import date, timedelta
from typing import NamedTuple
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils.cell import range_boundaries

from .agency_list import THEME_WORDS, fold_head
from .japanese_calendar import parse_date
from .my_number import find_my_number
from .name_folding import fold_name, fold_phone, fold_word
from .table_file import LARGEST_UNPACKED, cell_text, decode

LARGEST_FILE = 50 * 1024 * 1024
HEAD_ROWS = 15
MOST_COLUMNS = 100
# Of what somebody is asked about.
LONGEST_WORD = 20
MOST_WORDS = 200

# Field -> heads of columns, as people write them.
HEADS = {
    "number": "ケース番号 番号 ケースNo No. No 管理番号 受付番号 相談番号 整理番号"
    " 旧番号 ID ケースID 利用者番号",
    "reception_date": "受付日 相談受付日 受付年月日 初回相談日 初回受付日 相談日"
    " 初回面談日 受理日",
    "name": "氏名 相談者氏名 本人氏名 名前 相談者 利用者氏名 対象者氏名 相談者名",
    "name_kana": "ふりがな フリガナ カナ かな 氏名カナ 氏名かな よみがな 読み よみ"
    " 氏名ふりがな 氏名フリガナ",
    "birthdate": "生年月日 誕生日 生年",
    "gender": "性別 性",
    "zip": "郵便番号 〒",
    "street": "住所 現住所 所在地 居所",
    "phone": "電話 電話番号 TEL ℡ 連絡先 携帯 携帯電話",
    "topics": "相談内容 相談項目 主訴 相談種別 課題",
    "staff": "担当 担当者 担当者名 主担当 担当支援員 相談員 支援員",
    "plan_date": "プラン作成日 プラン策定日 計画作成日 プラン日",
    "decision_date": "支援決定日 決定日 プラン決定日 支援決定",
    "close_date": "終結日 終了日 支援終結日 終結年月日",
    "close_reason": "終結理由 終了理由 終結事由 転帰",
    "records": "支援記録 経過 支援経過 経過記録 記録 対応記録 相談記録",
    "route": "相談経路 経路 来所経路 相談経緯 相談のきっかけ",
    "introducer": "紹介元 紹介機関 紹介者 つなぎ元",
    # of a row that is a record by itself
    "entry_date": "記録日 対応日 支援日 対応年月日 支援年月日 対応日時 記録年月日 日付"
    " 支援記録日",
    "entry_text": "内容 記録内容 対応内容 支援内容 経過内容 支援記録内容 記事",
}
DATES = ("reception_date", "plan_date", "decision_date", "close_date", "entry_date")
# What stands in every row of a case, also where one row is one record.
ENTRY_FIELDS = {"entry_date", "entry_text"}
# What a table beside the cases tells of them, by their number.
PART_FIELDS = {"entry_text", "plan_date", "decision_date", "close_date", "name"}
# Head of kintone's column that marks the first of the rows of a record.
START_HEAD = "レコードの開始行"
_FIELDS = {
    fold_head(head): field for field, heads in HEADS.items() for head in heads.split()
}
GENDERS = {
    **dict.fromkeys("男 男性 m male 1 おとこ".split(), "male"),
    **dict.fromkeys("女 女性 f female 2 おんな".split(), "female"),
}
NOTHING = set("なし 無 無し 不明 未定 - ー ― なし。 未確認".split())
NAMELESS = set("不明 匿名 (匿名) 匿名希望 氏名不明 無記名 名無し".split())
TOTALS = re.compile(r"(?:小|合|総|累)?計(?:\d+件)?|\d+件|以上")
# What stands in the place of a character that an encoding lacks.
LOST = re.compile("[?\ufffd〓]")
SERIAL_START = date(1899, 12, 30)
SHORT_DATE = re.compile(r"([0-9]{1,2})[./・-]([0-9]{1,2})[./・-]([0-9]{1,2})")
PHONE = re.compile(r"\+?[0-9][0-9()\-‐−ー]{6,}[0-9]")
YEARLESS = re.compile(r"([0-9]{1,2})[/.月]([0-9]{1,2})日?")
WEEKDAY = re.compile(r"\((?:月|火|水|木|金|土|日)(?:曜日?)?\)")
# A day at the beginning of a line of a record, and what follows.
ENTRY = re.compile(
    r"^[\s■●◆・○□]*"
    r"((?:令和|平成|昭和|[RHS])\.?(?:元|[0-9]{1,2})[年./-][0-9]{1,2}[月./-][0-9]{1,2}日?"
    r"|[0-9]{4}[年./-][0-9]{1,2}[月./-][0-9]{1,2}日?|[0-9]{8}(?![0-9])"
    r"|[0-9]{1,2}[/月][0-9]{1,2}日?(?![0-9/]))"
    r"(?:\((?:月|火|水|木|金|土|日)\))?[\s:、]*",
    re.IGNORECASE,
)
SEPARATORS = re.compile(r"[,、，;；\n/／・\s]+")


class CaseRow(NamedTuple):
    """A row as read.

    :param values: ``{field: value}``; dates are ``date``, phones and topics lists,
        ``entries`` a list of pairs (``date`` or ``None``, text)
    :param notes: what was not understood: list of pairs (head, text)
    :param errors: why no case can be made: list of tuples (key, head, text)
    :param heads: texts of the row of heads
    :param part_of: the row of the case that this one is a part of, such as a record
        of a table; ``None`` for a case
    """

    sheet: str
    number: int
    cells: list
    values: dict
    notes: list
    errors: list
    heads: list = ()
    part_of: object = None


class ColumnMeaning(NamedTuple):
    """What somebody says that a column means.

    :param field: one of :data:`HEADS`; ``None``: kept as text
    :param era: of days with a short year, see :func:`read_day`, or ``None``
    :param fiscal_year: int, of days without a year, or ``None``
    """

    field: str
    era: str = None
    fiscal_year: int = None


class CaseSheet(NamedTuple):
    """A sheet with heads that are understood.

    :param columns: ``{column: field}``
    :param heads: texts of the row of heads
    :param rows: list of pairs (number of the row, texts)
    """

    name: str
    heads: list
    columns: dict
    rows: list


def read_sheets(data, meanings=None):
    """The sheets of a file that hold cases.

    Where no heads are known, the fullest of the first rows is taken for them, so that
    somebody can say what they mean.

    :param data: bytes of an XLSX, of a CSV in UTF-8 or Shift-JIS, or of a ZIP of such,
        as tables are taken out of Access or kintone
    :param meanings: ``{folded head: ColumnMeaning}`` that somebody assigned
    :return: list of :class:`CaseSheet`
    :raises ValueError: ``"empty"``, ``"too_big"``, ``"old_excel"``, ``"unreadable"`` or
        ``"no_heads"``
    """
    tables = _read_tables(data)
    meanings = meanings or {}
    sheets = [
        sheet for name, rows in tables if (sheet := _find_heads(name, rows, meanings))
    ]
    if not sheets:
        sheets = [
            sheet for table in tables if (sheet := _guess_heads(*table, meanings))
        ]
    if not sheets:
        raise ValueError("no_heads")
    return sheets


def _read_tables(data, name="", packed=True):
    """List of pairs (name of the table, rows) of a file.

    :param packed: whether it may be an archive of files
    """
    if not data:
        raise ValueError("empty")
    if len(data) > LARGEST_FILE:
        raise ValueError("too_big")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError("old_excel")
    if not data.startswith(b"PK"):
        return [(name, rows) for _name, rows in _read_csv(data)]
    if packed and (members := _unpack(data)):
        return [
            (" ".join(filter(None, (member, sheet))), rows)
            for member, content in members
            for sheet, rows in _read_tables(content, packed=False)
        ]
    return _read_book(data)


def _unpack(data):
    """Files of an archive: list of pairs (name, bytes); of a workbook none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "[Content_Types].xml" in archive.namelist():
                return []
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if sum(info.file_size for info in infos) > LARGEST_UNPACKED:
                raise ValueError("too_big")
            return [
                (_member_name(info), archive.read(info))
                for info in infos
                if info.file_size
                and info.filename.lower().endswith((".csv", ".txt", ".tsv", ".xlsx"))
            ]
    except ValueError:
        raise
    # Broken and encrypted archives fail in many ways, all of them inside the library.
    except Exception as error:
        raise ValueError("unreadable") from error


def _member_name(info):
    """Name of a file in an archive without its folder and ending.

    Japanese Windows writes names in Shift-JIS, which the format says to be cp437.
    """
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("cp932")
        except UnicodeError:
            name = info.filename
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _read_book(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST_UNPACKED:
                raise ValueError("too_big")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        tables = []
        for sheet in book.worksheets:
            with sheet._get_source() as source:
                merged = _read_merged(source)
            rows = [
                (number, [cell_text(cell) for cell in cells[:MOST_COLUMNS]])
                for number, cells in enumerate(sheet.iter_rows(values_only=True), 1)
            ]
            tables.append((sheet.title, _fill_merged(rows, merged)))
        return tables
    except ValueError as error:
        if error.args[:1] == ("too_big",):
            raise
        raise ValueError("unreadable") from error
    # Broken archives fail in many ways, all of them inside the library.
    except Exception as error:
        raise ValueError("unreadable") from error


def _read_merged(source):
    """Merged ranges stand behind the cells, where the reading of rows has ended.

    :return: list of (first column, first row, last column, last row)
    """
    found = []
    for _event, element in ElementTree.iterparse(source):
        if element.tag.endswith("}mergeCell"):
            found.append(range_boundaries(element.get("ref")))
        elif element.tag.endswith(("}row", "}sheetData")):
            element.clear()
    return found


def _fill_merged(rows, merged):
    """Every cell of a merged range down a column says what its first one says."""
    texts = dict(rows)
    for left, top, right, bottom in merged:
        # Across columns a range is a title, or the head of a group.
        if left != right or top not in texts:
            continue
        first = texts[top][left - 1] if left <= len(texts[top]) else ""
        for number in range(top + 1, bottom + 1):
            if number in texts and left <= len(texts[number]):
                texts[number][left - 1] = first
    return rows


def _read_csv(data):
    text = decode(data)
    if "\x00" in text:
        raise ValueError("unreadable")
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [("", [(number, _clean(row)) for number, row in enumerate(reader, 1)])]
    except csv.Error as error:
        raise ValueError("unreadable") from error


def _clean(cells):
    return [cell_text(cell) for cell in cells[:MOST_COLUMNS]]


def _find_heads(name, rows, meanings):
    """The sheet from its row of heads on, or ``None`` if there is no such row."""
    for index, (_number, cells) in enumerate(rows[:HEAD_ROWS]):
        columns = _assign_columns(cells, meanings)
        found = set(columns.values())
        if found & {"name", "number"} and (
            len(found) >= 3 or ("number" in found and found & PART_FIELDS)
        ):
            return _cut_sheet(name, rows, index, columns)
    return None


def _guess_heads(name, rows, meanings):
    """The sheet from the fullest of its first rows on; ``None`` without three heads."""
    first = rows[:HEAD_ROWS]
    widths = [len({cell for cell in cells if cell}) for _number, cells in first]
    if not widths or max(widths) < 3:
        return None
    index = widths.index(max(widths))
    return _cut_sheet(name, rows, index, _assign_columns(rows[index][1], meanings))


def _assign_columns(cells, meanings):
    """``{column: field}``: what somebody says comes before what the head says."""
    columns = {}
    heads = [(column, fold_head(cell)) for column, cell in enumerate(cells) if cell]
    said = [
        (column, meanings[head].field) for column, head in heads if head in meanings
    ]
    guessed = [
        (column, _FIELDS.get(head)) for column, head in heads if head not in meanings
    ]
    for column, field in said + guessed:
        if field and field not in columns.values():
            columns[column] = field
    return dict(sorted(columns.items()))


def _cut_sheet(name, rows, index, columns):
    body = [
        (number, texts)
        for number, texts in rows[index + 1 :]
        if any(texts) and not _is_total(texts)
    ]
    return CaseSheet(name, rows[index][1], columns, body)


def _is_total(cells):
    """A row that holds nothing but 計 and numbers."""
    texts = [fold_word(cell) for cell in cells if cell]
    return any(TOTALS.fullmatch(text) for text in texts) and all(
        TOTALS.fullmatch(text) or text.replace(",", "").isdigit() for text in texts
    )


def read_day(text, era=None, year=None):
    """Read a day in any writing.

    :param era: ``"R"``, ``"H"`` or ``"S"``: what 5.4.16 means; ``None``: not known
    :param year: fiscal year of 4/15; ``None``: not known
    :return: ``date``
    :raises ValueError: as of :func:`parse_date`, or ``"ambiguous"`` (5.4.16) or
        ``"no_year"`` (4/15)
    """
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    folded = WEEKDAY.sub("", folded)
    # A spreadsheet that lost the format of the cell shows the number of the day.
    if re.fullmatch("[1-7][0-9]{4}", folded):
        return SERIAL_START + timedelta(days=int(folded))
    # The time of day says nothing here.
    folded = re.sub(r"(?<=[0-9日])(?:T?[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)$", "", folded)
    if SHORT_DATE.fullmatch(folded):
        if not era:
            raise ValueError("ambiguous")
        folded = f"{era}{folded}"
    elif found := YEARLESS.fullmatch(folded):
        if not year:
            raise ValueError("no_year")
        month, day = map(int, found.groups())
        try:
            return date(year + (month < 4), month, day)
        except ValueError as error:
            raise ValueError("no_such_day") from error
    # Papers written before an era ended run on in it.
    return parse_date(folded, beyond_era=True)


def split_records(text, first=None):
    """Split a long text at the days that its lines begin with.

    A day without a year follows the entry before: the next such day from it on.

    :param first: ``date`` of what stands before the first day, and from which a day
        without a year counts; may be ``None``
    :return: list of pairs (``date`` or ``None``, text)
    """
    entries, day, lines = [], first, []
    for line in text.splitlines():
        found = ENTRY.match(unicodedata.normalize("NFKC", line))
        began = found and _read_entry_day(found[1], day)
        if began:
            if any(lines):
                entries.append((day, "\n".join(lines).strip()))
            day = began
            # Widths may differ by the folding: cut what the fold shows.
            folded = unicodedata.normalize("NFKC", line)
            lines = [line[found.end() :] if len(folded) == len(line) else line]
        else:
            lines.append(line)
    if any(lines):
        entries.append((day, "\n".join(lines).strip()))
    return [(day, entry) for day, entry in entries if entry]


def _read_entry_day(text, former):
    try:
        return read_day(text)
    except ValueError as error:
        if error.args[0] != "no_year" or not former:
            return None
    month, day = map(int, YEARLESS.fullmatch(text).groups())
    for year in (former.year, former.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= former:
            return found
    return None


class CaseReader:
    """Reads the rows of a sheet.

    :param today: ``date``; nothing lies behind it
    :param era: what a short year of the work means, see :func:`read_day`
    :param birth_era: what a short year of birth means
    :param meanings: ``{folded head: ColumnMeaning}``, as for :func:`read_sheets`
    :param words: ``{(field, folded word): value}`` that somebody assigned: a gender, an
        id of the staff, a code of an item
    """

    def __init__(self, today, era=None, birth_era=None, meanings=None, words=None):
        self.today = today
        self.era = era
        self.birth_era = birth_era
        self.meanings = meanings or {}
        self.words = words or {}
        # Words that nothing is known about: pairs (field, word), in their order.
        self.unknown = {}

    def read_cases(self, sheets):
        """The rows of all sheets; what tells more of a case is tied to it.

        Cases stand where there is a day of reception. Rows of other sheets belong to
        the case of their number, and so do further rows of a number where each row is
        a record, and the further rows of a record of kintone.

        :param sheets: list of :class:`CaseSheet`
        :return: list of :class:`CaseRow`, in the order of the sheets
        """
        holding = ["reception_date" in sheet.columns.values() for sheet in sheets]
        if not any(holding):
            holding = [True] * len(sheets)
        cases, tables = {}, []
        for sheet, holds_cases in zip(sheets, holding, strict=True):
            read = self._read_cases if holds_cases else self._read_parts
            tables.append(read(sheet, cases))
        # Of the cases of all sheets, whichever of them stands first.
        rows = [
            row if holds_cases else self._belong(row, cases)
            for table, holds_cases in zip(tables, holding, strict=True)
            for row in table
        ]
        for row in rows:
            if row.part_of is not None:
                self._tie(row.part_of, row)
        return rows

    def _read_cases(self, sheet, cases):
        """Rows of a sheet with cases; these are put to ``cases`` by their number."""
        rows, former = [], None
        by_record = ENTRY_FIELDS & set(sheet.columns.values())
        for row in self.read_rows(sheet):
            number = row.values.get("number")
            owner = None
            if former and self._goes_on(sheet, row):
                owner = former
            elif by_record:
                owner = self._find_owner(row, cases.get(number))
            if owner:
                rows.append(row._replace(part_of=owner))
                continue
            former = row
            if number:
                cases.setdefault(number, row)
            self._take_entry(row, row.values, [])
            rows.append(row)
        return rows

    def _read_parts(self, sheet, _cases):
        return list(self.read_rows(sheet, False))

    def _belong(self, row, cases):
        number = row.values.get("number")
        owner = cases.get(number)
        if not owner:
            row.errors.append(("no_case", "番号", number or ""))
        return row._replace(part_of=owner)

    def _goes_on(self, sheet, row):
        """Whether kintone says that the row goes on with the record before."""
        start = next(
            (
                column
                for column, head in enumerate(sheet.heads)
                if fold_head(head) == fold_head(START_HEAD)
            ),
            None,
        )
        return start is not None and not row.cells[start : start + 1] == ["*"]

    def _find_owner(self, row, owner):
        """The case that a further row of its number belongs to, or ``None``."""
        if not owner or not ENTRY_FIELDS & row.values.keys():
            return None
        names = {
            fold_name(each.values["name"])
            for each in (owner, row)
            if each.values.get("name")
        }
        return owner if len(names) < 2 else None

    def _tie(self, case, part):
        """Add what a row tells to its case; nothing that differs is lost."""
        notes = [note for note in part.notes if note not in case.notes]
        case.errors.extend(
            error
            for error in part.errors
            # Of a further row no day of reception is wanted.
            if error[0] != "no_reception" and error not in case.errors
        )
        values = dict(part.values)
        if self._take_entry(case, values, notes):
            notes = []
        for field, value in values.items():
            if field == "records" and field in case.values:
                case.values[field] += f"\n{value}"
            elif case.values.setdefault(field, value) != value:
                head = next(
                    (one for one in part.heads if _FIELDS.get(fold_head(one)) == field),
                    field,
                )
                notes.append((head, _show(value)))
        case.notes.extend(notes)

    def _take_entry(self, case, values, notes):
        """Put the record that a row is to those of the case.

        :param values: of the row; the record is taken out of them
        :param notes: what else the row says, and goes with the record
        :return: whether the row is a record
        """
        day, text = values.pop("entry_date", None), values.pop("entry_text", "")
        if day and not text:
            text = values.pop("records", "")
        if not day and not text:
            return False
        lines = [text, *(f"{head}：{note}" for head, note in notes)]
        case.values.setdefault("entries", []).append(
            (day, "\n".join(filter(None, lines)))
        )
        return True

    def read_rows(self, sheet, are_cases=True):
        """Each row by itself.

        :param are_cases: whether a day of reception is wanted
        :return: iterator of :class:`CaseRow`
        """
        for number, cells in sheet.rows:
            yield self._read_row(sheet, number, cells, are_cases)

    def _read_row(self, sheet, number, cells, is_case):
        values, notes, errors = {}, [], []
        for column, text in enumerate(cells):
            field = sheet.columns.get(column)
            head = sheet.heads[column] if column < len(sheet.heads) else ""
            if not text or fold_head(head) == fold_head(START_HEAD):
                continue
            if find_my_number(text):
                errors.append(("my_number", head, ""))
                continue
            if not field:
                # A column that is not understood is not thrown away.
                notes.append((head or str(column + 1), text))
                continue
            try:
                value, rest = self._read_cell(field, head, text)
            except ValueError as error:
                key = error.args[0]
                if key in ("ambiguous", "lost") or field == "reception_date":
                    errors.append((key, head, text))
                else:
                    notes.append((head, text))
                continue
            if value:
                values[field] = value
            if rest:
                notes.append((head, text))
        if (
            is_case
            and "reception_date" not in values
            and not any(
                sheet.heads[column] == error[1]
                for error in errors
                for column, field in sheet.columns.items()
                if field == "reception_date"
            )
        ):
            errors.append(("no_reception", "受付日", ""))
        self._check_order(values, errors)
        return CaseRow(sheet.name, number, cells, values, notes, errors, sheet.heads)

    def _read_cell(self, field, head, text):
        """The value, and whether the text says more than it.

        :raises ValueError: with a key
        """
        if field in DATES or field == "birthdate":
            said = self.meanings.get(fold_head(head), ColumnMeaning(field))
            era = self.birth_era if field == "birthdate" else self.era
            day = read_day(text, said.era or era, said.fiscal_year)
            if day > self.today:
                raise ValueError("future")
            return day, False
        reader = getattr(self, f"_read_{field}", None)
        return reader(text) if reader else (text, False)

    def _ask(self, field, word):
        """Somebody may say what the word means; long texts are no words."""
        if len(word) <= LONGEST_WORD and len(self.unknown) < MOST_WORDS:
            self.unknown[field, word] = None

    def _check_order(self, values, errors):
        begin = values.get("reception_date")
        for field in ("birthdate", "close_date"):
            day = values.get(field)
            early = (day, begin) if field == "close_date" else (begin, day)
            if begin and day and early[0] < early[1]:
                errors.append((f"order_{field}", field, day.isoformat()))

    # Each gives the value, and whether the text says more than it.

    def _read_number(self, text):
        return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)), False

    def _read_name(self, text):
        if fold_word(text) in NAMELESS:
            return None, False
        if LOST.search(text):
            raise ValueError("lost")
        return " ".join(text.split()), False

    def _read_name_kana(self, text):
        return unicodedata.normalize("NFKC", text), False

    def _read_gender(self, text):
        folded = fold_word(text)
        if folded in NOTHING:
            return None, False
        gender = self.words.get(("gender", folded)) or GENDERS.get(folded)
        if not gender:
            self._ask("gender", text)
            raise ValueError("gender")
        return gender, False

    def _read_zip(self, text):
        digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))
        # A spreadsheet drops the first zero of a number.
        digits = digits.zfill(7) if len(digits) == 6 else digits
        if len(digits) != 7:
            raise ValueError("zip")
        return f"{digits[:3]}-{digits[3:]}", False

    def _read_phone(self, text):
        """Up to two numbers, and whether something else stands beside them."""
        folded = unicodedata.normalize("NFKC", text)
        if fold_word(folded) in NOTHING:
            return None, False
        numbers = []
        found_ones = list(PHONE.finditer(folded))
        if not found_ones:
            # 022 123 4567, but not two numbers beside one another.
            folded = re.sub(r"(?<=[0-9]) (?=[0-9])", "-", folded)
            found_ones = list(PHONE.finditer(folded))
        rest = folded
        for found in found_ones:
            digits = fold_phone(found[0])
            if found[0].isdigit() and len(digits) in (9, 10) and digits[0] != "0":
                # A spreadsheet drops the first zero of a number.
                digits = f"0{digits}"
                numbers.append(digits)
            elif 9 < len(digits) < 12 and digits[0] == "0":
                numbers.append(found[0].strip())
            else:
                continue
            rest = rest.replace(found[0], "", 1)
        if not numbers:
            raise ValueError("phone")
        return numbers[:2], bool(rest.strip(" ,、/\n")) or len(numbers) > 2

    def _read_route(self, text):
        return self._read_word("route", text)

    def _read_introducer(self, text):
        return self._read_word("introducer", text)

    def _read_word(self, field, text):
        """What the word was assigned to; kept as text, and asked about, otherwise."""
        folded = fold_word(text)
        if folded in NOTHING:
            return None, False
        value = self.words.get((field, folded))
        if not value:
            self._ask(field, text)
            raise ValueError("word")
        return value, False

    def _read_topics(self, text):
        """Codes of the consultation items, and whether a word is none of them."""
        codes, unknown = [], False
        for word in filter(None, SEPARATORS.split(fold_word(text))):
            code = self.words.get(("topics", word)) or next(
                (
                    code
                    for code, words in THEME_WORDS.items()
                    if any(known in word for known in words.split())
                ),
                None,
            )
            if code:
                codes.append(code)
            else:
                self._ask("topics", word)
                unknown = True
        return list(dict.fromkeys(codes)), unknown


def _show(value):
    """A value as a text: several telephone numbers, a day."""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def case_key(values):
    """What tells a case of a list from the others, in any copy of the list.

    :return: str
    """
    if values.get("number"):
        return f"no:{values['number']}"
    day, born = values.get("reception_date"), values.get("birthdate")
    return "|".join(
        ("row", fold_name(values.get("name")), str(born or ""), str(day or ""))
    )
