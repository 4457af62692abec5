"""Settings: the command line goes before the environment, and the environment before the defaults."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

import cli
from settings import Settings, SettingsError, read_settings


def test_the_data_option_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []

    def note(options: argparse.Namespace, settings: Settings) -> int:
        seen.append(settings.data)
        return cli.OK

    monkeypatch.setenv("HOINGUON_DATA", "from environment")
    for arguments in ([], ["--data", "from option"]):
        parser = argparse.ArgumentParser()
        cli.add_options(parser)
        assert cli.run(parser, note, arguments) == cli.OK
    assert seen == [Path("from environment"), Path("from option")]


def test_settings_have_defaults_where_the_environment_says_nothing() -> None:
    assert read_settings({}) == read_settings({"HOINGUON_MODEL": "", "OTHER": "1"}) == Settings()
    assert Settings().models_dir == Path("data/models")


def test_every_setting_is_read_from_its_variable() -> None:
    given = {
        "HOINGUON_DATA": "/kho", "HOINGUON_MODEL": "a/b", "HOINGUON_CHUNK_TOKENS": "128",
        "HOINGUON_OVERLAP_TOKENS": "64", "HOINGUON_HOST": "0.0.0.0", "HOINGUON_PORT": "80",
        "HOINGUON_MODELS": "/mô hình", "HOINGUON_READER": "none",
    }  # fmt: skip
    settings = read_settings(given)
    assert settings == Settings(Path("/kho"), "a/b", "none", 128, 64, "0.0.0.0", 80, Path("/mô hình"))
    assert settings.models_dir == Path("/mô hình")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"HOINGUON_PORT": "http"}, ["HOINGUON_PORT", "'http'"]),
        ({"HOINGUON_CHUNK_TOKENS": "1.5"}, ["HOINGUON_CHUNK_TOKENS", "'1.5'"]),
        ({"HOINGUON_CHUNK_TOKENS": "31"}, ["HOINGUON_CHUNK_TOKENS", "31"]),
        ({"HOINGUON_CHUNK_TOKENS": "64", "HOINGUON_OVERLAP_TOKENS": "33"}, ["HOINGUON_OVERLAP_TOKENS", "64", "33"]),
        ({"HOINGUON_OVERLAP_TOKENS": "-1"}, ["HOINGUON_OVERLAP_TOKENS", "-1"]),
    ],
)
def test_a_setting_that_cannot_be_used_is_told_with_its_variable_and_value(
    given: dict[str, str], told: list[str]
) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(given)
    assert all(part in str(caught.value) for part in told)
