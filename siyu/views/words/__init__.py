"""How facts are said: one file per room that tells something about customers."""

from siyu.views.words import (
    aftersale,
    channels,
    content,
    customers,
    fulfilment,
    groups,
    loyalty,
    messaging,
    orders,
    payments,
    promotions,
    tasks,
    tills,
    vouchers,
)
from siyu.views.words.saying import Render

RENDERERS: dict[str, Render] = {
    **aftersale.SAYS,
    **channels.SAYS,
    **content.SAYS,
    **customers.SAYS,
    **fulfilment.SAYS,
    **groups.SAYS,
    **loyalty.SAYS,
    **messaging.SAYS,
    **orders.SAYS,
    **payments.SAYS,
    **tasks.SAYS,
    **promotions.SAYS,
    **tills.SAYS,
    **vouchers.SAYS,
}
