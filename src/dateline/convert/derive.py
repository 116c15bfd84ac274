"""The cells of an event that follow from its settled claims and cannot disagree with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from dateline.codebook import CIVILIAN_TARGETING, CIVILIANS, Codebook, SubEvent
from dateline.registry import LIST, Location, Role


def of_sub_event(sub_event: SubEvent, inter2: str) -> dict[str, str]:
    """Event and disorder type, and whether civilians are the target: by type, or because they are the
    other side."""
    targeted = sub_event.civilian_targeting == "always" or (
        sub_event.civilian_targeting == "possible" and inter2 == CIVILIANS
    )
    return {
        "disorder_type": sub_event.disorder_type,
        "event_type": sub_event.event_type,
        "civilian_targeting": CIVILIAN_TARGETING if targeted else "",
    }


def of_roles(role1: Role, role2: Role | None, codebook: Codebook) -> dict[str, str] | None:
    """Inter codes and interaction; None where the codebook knows no such interaction."""
    inter1, inter2 = role1.inter, role2.inter if role2 else ""
    interaction = codebook.interaction(inter1, inter2)
    return None if interaction is None else {"inter1": inter1, "inter2": inter2, "interaction": interaction}


def of_location(location: Location, codebook: Codebook) -> dict[str, str]:
    """Country, region, administrative units, name and coordinates of a place."""
    country = codebook.countries[location.country]
    return {
        "iso": country.iso,
        "region": country.region,
        "country": country.name,
        "admin1": location.admin1,
        "admin2": location.admin2,
        "admin3": location.admin3,
        "location": location.name,
        "latitude": location.latitude,
        "longitude": location.longitude,
        "location_id": location.id,
        "coordinate_source": location.coordinate_source,
    }


def of_sources(sources: list[Mapping[str, str]], codebook: Codebook) -> dict[str, str]:
    """Names and scale of the sources. One that does not state its publisher says so instead of a name."""
    names = dict.fromkeys(source["publisher"] or "Publisher not stated" for source in sources)
    scales = {source["source_scale"] for source in sources if source["source_scale"]}
    return {
        "source": LIST.join(names),
        "source_scale": codebook.source_scale(scales) if scales else "",
        "source_ids": LIST.join(source["source_id"] for source in sources),
    }


def timestamp(newest: date) -> str:
    """Unix seconds of the newest day among an event's inputs, at midnight UTC."""
    return str(int(datetime(newest.year, newest.month, newest.day, tzinfo=UTC).timestamp()))
