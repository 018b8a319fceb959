"""What the gate's reasons are called, to whoever asks why she was not written to."""

from siyu.modules.messaging import Reason

PURPOSES = {"service": ("服务通知", "service"), "marketing": ("营销消息", "marketing")}
CHANNELS = {"in_app": ("商城消息", "storefront letter"), "sms": ("短信", "text message")}

REASONS: dict[Reason, tuple[str, str]] = {
    "erased": ("她已要求删除个人信息", "she had her personal data erased"),
    "purpose_unknown": ("没有说明用途", "its purpose is not a known one"),
    "legacy": (
        "她还没有表示过同意：来自导入，或登录时没有勾选",
        "she has not agreed to it yet: she was imported, or left it open at sign-in",
    ),
    "no_consent": (
        "她没有同意在这个渠道接收营销消息",
        "she did not agree to marketing in this channel",
    ),
    "quiet_hours": ("现在是免打扰时间", "it is a time of quiet"),
    "daily_cap": (
        "今天发给她的营销消息已达上限",
        "she has had as much marketing as one day may bring",
    ),
    "weekly_cap": (
        "近 7 天发给她的营销消息已达上限",
        "she has had as much marketing as seven days may bring",
    ),
    "said_before": ("同样的话最近已经对她说过", "she was told the same words lately"),
    "guide_departed": ("署名的导购已离职", "the guide it is signed by has left"),
}
