"""The main job where sources and results lie in an object store: each worker fetches an issue, works, and puts it back."""

from baokan.afar.build import build_afar, encode_afar
from baokan.afar.places import Place, is_url, place_of
from baokan.afar.rendering import render_between

__all__ = ["Place", "build_afar", "encode_afar", "is_url", "place_of", "render_between"]
