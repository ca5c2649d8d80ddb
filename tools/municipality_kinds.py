# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which cities have a row of their own in the published table.

Designated cities are named by a cabinet order under 地方自治法第252条の19, core cities
by one under its 第252条の22. There are 20 and 62 of them since April 2021.
"""

# By the first five digits of the local government code (全国地方公共団体コード).
DESIGNATED = frozenset(
    "01100 04100 11100 12100 14100 14130 14150 15100 22100 22130"
    " 23100 26100 27100 27140 28100 33100 34100 40100 40130 43100".split()
)
# By prefecture; names, as these are written in the order.
CORE = {
    "01": "函館市 旭川市",
    "02": "青森市 八戸市",
    "03": "盛岡市",
    "05": "秋田市",
    "06": "山形市",
    "07": "福島市 郡山市 いわき市",
    "08": "水戸市",
    "09": "宇都宮市",
    "10": "前橋市 高崎市",
    "11": "川越市 川口市 越谷市",
    "12": "船橋市 柏市",
    "13": "八王子市",
    "14": "横須賀市",
    "16": "富山市",
    "17": "金沢市",
    "18": "福井市",
    "19": "甲府市",
    "20": "長野市 松本市",
    "21": "岐阜市",
    "23": "豊橋市 岡崎市 一宮市 豊田市",
    "25": "大津市",
    "27": "豊中市 吹田市 高槻市 枚方市 八尾市 寝屋川市 東大阪市",
    "28": "姫路市 尼崎市 明石市 西宮市",
    "29": "奈良市",
    "30": "和歌山市",
    "31": "鳥取市",
    "32": "松江市",
    "33": "倉敷市",
    "34": "呉市 福山市",
    "35": "下関市",
    "37": "高松市",
    "38": "松山市",
    "39": "高知市",
    "40": "久留米市",
    "42": "長崎市 佐世保市",
    "44": "大分市",
    "45": "宮崎市",
    "46": "鹿児島市",
    "47": "那覇市",
}


def kind_of(code, name):
    """The kind of a municipality.

    :param code: str, its local government code of six digits
    :param name: str
    :return: ``designated``, ``core``, ``prefecture`` or ``ordinary``
    """
    if not code or len(code) < 5:
        return "ordinary"
    if code[2:5] == "000":
        return "prefecture"
    if code[:5] in DESIGNATED:
        return "designated"
    return "core" if name in CORE.get(code[:2], "").split() else "ordinary"
