"""Rules about the policies that come with the suite. A rule takes a Tree and yields (file, line, message)."""

import re
import xml.etree.ElementTree as xml

_DRAWN = {"decision", "inputData", "businessKnowledgeModel", "decisionService", "knowledgeSource"}
_DRAWN |= {"informationRequirement", "knowledgeRequirement", "authorityRequirement"}


def _name(element):
    return element.tag.rpartition("}")[2]


def _line_of(text, id):
    found = re.search(rf'\bid="{re.escape(id)}"', text)
    return text[: found.start()].count("\n") + 1 if found else 1


def drawn_requirements(tree):
    """A DMN editor shows what a diagram draws: every element and requirement once, where it can be seen, and nothing else."""
    for file in tree.named(".dmn", under="services/"):
        text = tree.text(file)
        elements = list(xml.fromstring(text).iter())
        ids = {element.get("id") for element in elements if _name(element) in _DRAWN}
        drawn = {}
        for element in elements:
            if _name(element) in ("DMNShape", "DMNEdge"):
                drawn.setdefault(element.get("dmnElementRef"), []).append(element)
        for id in sorted(ids - drawn.keys()):
            yield file, _line_of(text, id), f"{id} is not drawn: an editor cannot show it"
        for id, shapes in drawn.items():
            places = [part for shape in shapes for part in shape if _name(part) in ("Bounds", "waypoint")]
            wanted = 1 if all(_name(shape) == "DMNShape" for shape in shapes) else 2
            if id not in ids or len(shapes) != 1 or len(places) < wanted:
                yield file, _line_of(text, shapes[0].get("id")), f"{id} is no element, drawn twice, or has no place"


RULES = (drawn_requirements,)
