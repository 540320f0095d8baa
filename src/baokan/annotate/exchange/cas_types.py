"""The types of INCEpTION's built-in layers, by their names in DKPro Core, and of our layer of remarks."""

from __future__ import annotations

DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
SENTENCE = f"{DKPRO}.segmentation.type.Sentence"
TOKEN = f"{DKPRO}.segmentation.type.Token"
POS = f"{DKPRO}.lexmorph.type.pos.POS"
NAMED_ENTITY = f"{DKPRO}.ner.type.NamedEntity"
REMARK = "webanno.custom.Remark"
TYPE_SYSTEM = "TypeSystem.xml"
STRING = "uima.cas.String"
FEATURES = {
    SENTENCE: {"id": STRING}, POS: {"PosValue": STRING, "coarseValue": STRING}, TOKEN: {"pos": POS},
    NAMED_ENTITY: {"value": STRING, "identifier": STRING}, REMARK: {"id": STRING, "label": STRING, "comment": STRING},
}  # fmt: skip
