"""What the room refuses."""

from siyu.kernel.errors import Refusal


class FirstFormula(Refusal):
    code = "content.first_formula"
    status = 422
    zh = "婴儿配方奶粉（1 段）不得做广告：“{words}”。请去掉后再发布。"
    en = "First infant formula may not be advertised: '{words}'. Take it out first."


class Flagged(Refusal):
    """Published only by somebody who has seen the words and answers for them."""

    code = "content.flagged"
    zh = "有 {count} 处文字涉及广告法，请修改，或确认无误后发布。"
    en = "{count} place(s) touch the advertising law; change them, or confirm and publish."


class NothingWritten(Refusal):
    code = "content.nothing_written"
    status = 422
    zh = "文章还没有内容。"
    en = "The article says nothing yet."
