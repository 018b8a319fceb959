"""What the room refuses."""

from siyu.kernel.errors import Refusal


class NameTaken(Refusal):
    code = "audiences.name_taken"
    zh = "已有名为“{name}”的人群，请换一个名称。"
    en = "There is an audience called '{name}' already; choose another name."


class ChangedMeanwhile(Refusal):
    code = "audiences.changed_meanwhile"
    zh = "这个人群刚刚被别人改过，请重新打开后再改。"
    en = "Somebody has just changed this audience; open it again before you edit."


class Ended(Refusal):
    code = "audiences.ended"
    zh = "这个人群已停用。"
    en = "This audience was put away."
