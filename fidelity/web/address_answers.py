"""Tells a script where a form would have led, so that it can go there itself once it is sure."""

from flask import Flask, Response, jsonify, request


def set_up(app: Flask) -> None:
    """For forms that say ``answer=address``, as modules/kept_form.js does."""
    app.after_request(_address)


def _address(response: Response) -> Response:
    # A redirect would be followed unseen, and what the page says once would be said to nobody.
    if response.status_code != 303 or request.method != "POST" or request.form.get("answer") != "address":
        return response
    return jsonify(to=response.location)
