from siyu.demo.pictures import SHAPES
from siyu.demo.town import NEIGHBOUR, PEOPLE, SALES, TOWN


def test_everybody_has_a_role_and_a_word_on_what_they_see() -> None:
    people = TOWN.staff + NEIGHBOUR.staff
    assert all(one.role and one.sees for one in people)
    assert len({one.account for one in people}) == len(people)


def test_somebody_must_never_see_anything() -> None:
    assert [one.name for one in TOWN.staff if one.left_on] == ["莫问"]


def test_the_till_roll_names_only_what_there_is() -> None:
    skus = {sku.code for product in TOWN.products for sku in product.skus}
    assert {sale.sku for sale in SALES} <= skus
    assert {sale.store for sale in SALES} == {store.code for store in TOWN.stores}
    assert {sale.card for sale in SALES} - {""} == {person.card for person in PEOPLE}
    assert {sale.guide for sale in SALES} - {""} <= {guide.account for guide in TOWN.guides}


def test_every_product_of_the_town_can_be_drawn() -> None:
    assert {product.shape for product in TOWN.products + NEIGHBOUR.products} <= set(SHAPES)
