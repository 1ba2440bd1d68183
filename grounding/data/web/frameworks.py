"""CSS frameworks whose style sheets draw the common controls, and the class names they want."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from grounding.data.web.packages import Packages


@dataclass(frozen=True, slots=True)
class Framework:
    """A style sheet of an npm package; controls it lacks keep our own style."""

    name: str
    package: str = ""
    version: str = ""
    sheet: str = ""
    classes: dict[str, str] = field(default_factory=dict)
    root: str = ""
    dark_root: str = ""

    def sheet_of(self, packages: Packages) -> Path | None:
        return packages.folder(self.package, self.version) / self.sheet if self.package else None


OWN = Framework("own")


def frameworks() -> tuple[Framework, ...]:
    """Return the known frameworks; pages without one are styled by `sheet.control_css` alone."""
    return (
        Framework("bootstrap", "bootstrap", "5.3.9", "dist/css/bootstrap.min.css", {
            "button": "btn btn-secondary", "button main": "btn-primary", "button danger": "btn-danger",
            "field": "form-control", "select": "form-select", "table": "table table-sm table-striped"}, 'data-bs-theme="light"', 'data-bs-theme="dark"'),
        Framework("bulma", "bulma", "1.0.4", "css/bulma.min.css", {
            "button": "button", "button main": "is-primary", "button danger": "is-danger", "field": "input", "table": "table is-fullwidth"}, 'data-theme="light"', 'data-theme="dark"'),
        Framework("pico", "@picocss/pico", "2.1.1", "css/pico.min.css", {
            "button": "pico", "button danger": "contrast", "field": "pico", "table": "striped"}, 'data-theme="light"', 'data-theme="dark"'),
        Framework("uikit", "uikit", "3.25.29", "dist/css/uikit.min.css", {
            "button": "uk-button uk-button-default uk-button-small", "button main": "uk-button-primary", "button danger": "uk-button-danger",
            "field": "uk-input uk-form-small", "select": "uk-select uk-form-small", "table": "uk-table uk-table-divider uk-table-small"}),
        Framework("foundation", "foundation-sites", "6.9.0", "dist/css/foundation.min.css", {
            "button": "button small", "button main": "primary", "button danger": "alert", "field": "foundation", "table": "hover"}),
        Framework("semantic", "semantic-ui-css", "2.5.0", "components/button.min.css", {
            "button": "ui compact button", "button main": "primary", "button danger": "negative"}),
        Framework("spectre", "spectre.css", "0.5.9", "dist/spectre.min.css", {
            "button": "btn", "button main": "btn-primary", "button danger": "btn-error", "field": "form-input", "select": "form-select", "table": "table"}),
        Framework("materialize", "materialize-css", "1.0.0", "dist/css/materialize.min.css", {
            "button": "btn-small", "button main": "btn-flat", "button danger": "red", "table": "table"}),
        Framework("milligram", "milligram", "1.4.1", "dist/milligram.min.css", {
            "button": "button", "button main": "", "button danger": "button-outline", "table": "table"}),
        Framework("pure", "purecss", "3.1.0", "build/pure-min.css", {
            "button": "pure-button", "button main": "pure-button-primary", "table": "pure-table pure-table-horizontal"}),
    )  # fmt: skip
