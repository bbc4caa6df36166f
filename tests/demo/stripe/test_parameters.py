"""What may be sent is what the client's own types say, nested too."""

import pytest
import stripe

from tests.demo.stripe.shop import Shop, order


async def refusal(shop: Shop, **changes: object) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await shop.sessions.create_async(order(**changes))
    assert refused.value.http_status == 400
    return refused.value


async def test_payment_method_types_is_gone_in_this_version(shop: Shop) -> None:
    error = await refusal(shop, payment_method_types=["card"])
    assert (error.code, error.param) == ("parameter_unknown", "payment_method_types")


async def test_an_unknown_parameter_is_found_below_others_too(shop: Shop) -> None:
    error = await refusal(shop, payment_intent_data={"capture_methode": "manual"})
    assert error.code == "parameter_unknown"
    assert error.param == "payment_intent_data[capture_methode]"


async def test_an_unknown_parameter_is_found_in_a_list(shop: Shop) -> None:
    error = await refusal(shop, line_items=[{"amount": 9500, "quantity": 1}])
    assert (error.code, error.param) == ("parameter_unknown", "line_items[0][amount]")


async def test_an_option_of_the_client_is_no_parameter(shop: Shop) -> None:
    error = await refusal(shop, idempotency_key="k")
    assert (error.code, error.param) == ("parameter_unknown", "idempotency_key")


async def test_a_word_that_is_not_on_the_list_is_refused(shop: Shop) -> None:
    error = await refusal(shop, payment_intent_data={"capture_method": "by hand"})
    assert error.param == "payment_intent_data[capture_method]"
    assert "'manual'" in str(error)


async def test_a_number_is_a_number(shop: Shop) -> None:
    error = await refusal(shop, expires_at="tomorrow")
    assert (error.code, error.param) == ("parameter_invalid_integer", "expires_at")


async def test_an_empty_text_is_refused(shop: Shop) -> None:
    error = await refusal(shop, client_reference_id="")
    assert (error.code, error.param) == ("parameter_invalid_empty", "client_reference_id")


async def test_what_a_nested_object_requires_is_missed(shop: Shop) -> None:
    error = await refusal(shop, line_items=[{"price_data": {"unit_amount": 1}, "quantity": 1}])
    assert error.code == "parameter_missing"
    assert error.param == "line_items[0][price_data][currency]"


async def test_a_text_where_an_object_belongs_is_refused(shop: Shop) -> None:
    error = await refusal(shop, payment_intent_data="manual")
    assert error.param == "payment_intent_data"


@pytest.mark.parametrize("changes", [{"success_url": None}, {"line_items": None}])
async def test_a_payment_needs_items_and_a_way_back(shop: Shop, changes: dict[str, None]) -> None:
    assert (await refusal(shop, **changes)).code == "parameter_missing"


@pytest.mark.parametrize("metadata", [{"k" * 41: "v"}, {"k": "v" * 501}])
async def test_metadata_has_stripes_limits(shop: Shop, metadata: dict[str, str]) -> None:
    assert "Metadata" in str(await refusal(shop, metadata=metadata))


async def test_what_stripe_knows_and_the_fake_does_not_is_refused_by_name(shop: Shop) -> None:
    error = await refusal(shop, payment_intent_data={"setup_future_usage": "off_session"})
    assert error.code == "not_emulated"
    assert error.param == "payment_intent_data.setup_future_usage"


async def test_a_refused_request_leaves_nothing_behind(shop: Shop) -> None:
    await refusal(shop, payment_method_types=["card"])
    assert (await shop.sessions.list_async()).data == []


async def test_a_path_that_is_not_there_is_not_found(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL") as refused:
        await shop.client.v1.customers.create_async({"name": "Robin Example"})
    assert refused.value.http_status == 404
