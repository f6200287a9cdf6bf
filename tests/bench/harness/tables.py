"""Decision tables and inputs for G7b and G7c, the same for every engine. Pure: what is made depends on the seed alone."""
import json
import random
from xml.sax.saxutils import escape

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
TIERS = ("BASIC", "SILVER", "GOLD", "PLATINUM")
REMEDIES = ("REFUND", "REPLACE", "PARTIAL", "VOUCHER", "APOLOGY")
# Hit policy and aggregation as the XML names them.
POLICIES = (("UNIQUE", ""), ("ANY", ""), ("PRIORITY", ""), ("FIRST", ""), ("RULE ORDER", ""), ("OUTPUT ORDER", ""), ("COLLECT", ""),
            ("COLLECT", "SUM"), ("COLLECT", "MIN"), ("COLLECT", "MAX"), ("COLLECT", "COUNT"))


def model(names, inputs, outputs, rules, policy=("FIRST", "")):
    """A DMN model whose decision `d` is one table. names: [(input data, type)]; inputs: [(expression, type)]; outputs: [(name, type, values,
    default)]; rules: [(input entries, output entries)]."""
    def text(tag, words):
        return f"<{tag}><text>{escape(words)}</text></{tag}>"
    data = "".join(f'<inputData id="_{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>' for name, kind in names)
    needs = "".join(f'<informationRequirement id="_r{name}"><requiredInput href="#_{name}"/></informationRequirement>' for name, _ in names)
    columns = "".join(f'<input id="_i{at}"><inputExpression typeRef="{kind}"><text>{escape(words)}</text></inputExpression></input>'
                      for at, (words, kind) in enumerate(inputs))
    several = len(outputs) > 1
    for at, (name, kind, values, default) in enumerate(outputs):
        columns += (f'<output id="_o{at}"' + (f' name="{name}"' if several else "") + f' typeRef="{kind}">'
                    + (text("outputValues", values) if values else "") + (text("defaultOutputEntry", default) if default else "") + "</output>")
    rows = "".join(f'<rule id="_rule{at}">' + "".join(text("inputEntry", words) for words in tests) + "".join(text("outputEntry", words) for words in gives) + "</rule>"
                   for at, (tests, gives) in enumerate(rules, 1))
    aggregation = f' aggregation="{policy[1]}"' if policy[1] else ""
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="{NAMESPACE}" id="_m" name="m" namespace="urn:bench">{data}'
            f'<decision id="_d" name="d"><variable name="d"/>{needs}<decisionTable id="_t" hitPolicy="{policy[0]}"{aggregation}>{columns}{rows}'
            "</decisionTable></decision></definitions>\n")


def rows(names, records):
    """The records as bench-dmn reads them."""
    return "\n".join("\t".join(line) for line in [[name for name, _ in names], *records]) + "\n"


class Offers:
    """What a customer is offered, by cause, tier, days since the delivery and amount: a table as policy owners write it, of any length. The
    first rule that matches counts, and the last one always does."""

    NAMES = [("cause", "string"), ("tier", "string"), ("days", "number"), ("amount", "number")]

    def __init__(self, count, seed=7):
        chance = random.Random(seed)
        self.causes = [f"CAUSE_{number}" for number in range(max(3, min(40, count // 5)))]
        self.rules = []
        for at in range(count - 1):
            low = chance.randrange(0, 4000, 50)
            self.rules.append({"cause": [self.causes[at % len(self.causes)]], "tier": chance.sample(TIERS, chance.choice((0, 0, 1, 2))),
                               "days": chance.choice((None, 7, 15, 30, 90)), "amount": chance.choice((None, (low, low + chance.choice((200, 1000, 3000)))))})
        self.rules.append({"cause": [], "tier": [], "days": None, "amount": None})
        self.gives = [(chance.choice(REMEDIES), f"R{at}") for at in range(1, count + 1)]

    def records(self, count, seed=11):
        chance = random.Random(seed)
        return [(f"s:{chance.choice(self.causes)}", f"s:{chance.choice(TIERS)}", f"n:{chance.randrange(120)}", f"n:{chance.randrange(5000)}") for _ in range(count)]

    def dmn(self):
        def tests(rule):
            words = [", ".join(f'"{one}"' for one in rule[name]) or "-" for name in ("cause", "tier")]
            return [*words, "-" if rule["days"] is None else f"<= {rule['days']}", "-" if rule["amount"] is None else "[{}..{})".format(*rule["amount"])]
        return model(self.NAMES, self.NAMES, [("remedy", "string", "", ""), ("rule", "string", "", "")],
                     [(tests(rule), [f'"{one}"' for one in gives]) for rule, gives in zip(self.rules, self.gives)])

    def zen(self):
        """The same for zen: a graph of one table."""
        columns = [{"id": name, "name": name, "field": name} for name, _ in self.NAMES]
        table = []
        for at, (rule, (remedy, number)) in enumerate(zip(self.rules, self.gives), 1):
            table.append({"_id": str(at), **{name: ", ".join(f"'{one}'" for one in rule[name]) for name in ("cause", "tier")},
                          "days": "" if rule["days"] is None else f"<= {rule['days']}",
                          "amount": "" if rule["amount"] is None else "[{}..{})".format(*rule["amount"]), "remedy": f"'{remedy}'", "rule": f"'{number}'"})
        content = {"hitPolicy": "first", "inputs": columns, "outputs": [{"id": name, "name": name, "field": name} for name in ("remedy", "rule")], "rules": table}
        nodes = [{"id": "in", "type": "inputNode", "name": "in"}, {"id": "table", "type": "decisionTableNode", "name": "table", "content": content},
                 {"id": "out", "type": "outputNode", "name": "out"}]
        return json.dumps({"nodes": nodes, "edges": [{"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
                                                     {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"}]})

    def logic(self):
        """The same for json-logic: one `if` after the other, each answer with the name of its rule."""
        chain = []
        for rule, gives in zip(self.rules, self.gives):
            tests = []
            for name in ("cause", "tier"):
                if len(rule[name]) == 1:
                    tests.append({"===": [{"var": name}, rule[name][0]]})
                elif rule[name]:
                    tests.append({"in": [{"var": name}, rule[name]]})
            if rule["days"] is not None:
                tests.append({"<=": [{"var": "days"}, rule["days"]]})
            if rule["amount"] is not None:
                tests += [{">=": [{"var": "amount"}, rule["amount"][0]]}, {"<": [{"var": "amount"}, rule["amount"][1]]}]
            chain += [{"and": tests} if tests else True, list(gives)]
        return json.dumps({"if": chain})


# What the random tables speak of: few values, so that inputs meet the bounds.
_NUMBERS = ("-3", "0", "1", "2", "2.0", "2.5", "5", "10", "100", "0.1", "1000000")
_TEXTS = ("a", "b", "ab", "B", "", "zz", "é")
_DATES = ("2024-02-28", "2024-02-29", "2024-03-01", "2025-01-01", "1999-12-31")


def _literal(kind, value):
    return {"number": value, "string": f'"{value}"', "boolean": value, "date": f'date("{value}")'}[kind]


def _values(kind):
    return {"number": _NUMBERS, "string": _TEXTS, "boolean": ("true", "false"), "date": _DATES}[kind]


def _entry(chance, kind):
    """A random input entry of a column of that type."""
    def one():
        return _literal(kind, chance.choice(_values(kind)))
    form = chance.randrange(10)
    if form < 2:
        return "-"
    if kind == "boolean":
        return one()
    if form == 2:
        return f"{one()}, {one()}"
    if form == 3:
        return f"not({one()})" if chance.random() < 0.6 else f"not({one()}, {one()})"
    if form == 4:
        return chance.choice(("< ", "<= ", "> ", ">= ")) + one()
    if form in (5, 6) and kind != "string":
        low, high = sorted((chance.choice(_values(kind)), chance.choice(_values(kind))), key=float if kind == "number" else str)
        return f"{chance.choice('[(')}{_literal(kind, low)}..{_literal(kind, high)}{chance.choice('])')}"
    return one() if form < 9 else f"{one()}, {chance.choice(('< ', '> ')) if kind != 'string' else ''}{one()}"


def random_table(seed, count):
    """A random model and `count` rows of inputs for it: (model, rows)."""
    chance = random.Random(seed)
    kinds = [chance.choice(("number", "number", "string", "string", "boolean", "date")) for _ in range(chance.randrange(1, 5))]
    names = [(f"in{at}", kind) for at, kind in enumerate(kinds)]
    inputs = [(f"{name} + 1" if kind == "number" and chance.random() < 0.2 else name, kind) for name, kind in names]
    policy = chance.choice(POLICIES)
    summed = policy[1] in ("SUM", "MIN", "MAX")
    ordered = policy[0] in ("PRIORITY", "OUTPUT ORDER")
    numbers = [name for name, kind in names if kind == "number"]
    defaults = policy[0] != "COLLECT" and chance.random() < 0.3
    outputs = []
    for at in range(1 if summed or policy[1] or chance.random() < 0.6 else 2):
        kind = "number" if summed else chance.choice(("number", "string"))
        chosen = chance.sample(("1", "2", "3", "4") if kind == "number" else ("a", "b", "c", "d"), 4)
        values = ", ".join(_literal(kind, one) for one in chosen)
        default = _literal(kind, chosen[0]) if defaults else ""
        outputs.append((f"out{at}", kind, values if ordered else "", default, chosen))
    rules = []
    for rule in range(chance.choice((1, 3, 6, 12, 40, 80))):
        gives = [f"{chance.choice(numbers)} * 2" if kind == "number" and numbers and not ordered and chance.random() < 0.2 else _literal(kind, chance.choice(chosen))
                 for _, kind, _, _, chosen in outputs]
        # Drools counts different outputs, as DMN 1.1 had it; where they are all different, both count the same.
        counted = [f'"{rule}"' if outputs[0][1] == "string" else str(rule)]
        rules.append(([_entry(chance, kind) for kind in kinds], counted if policy[1] == "COUNT" else gives))
    mark = {"number": "n", "string": "s", "boolean": "b", "date": "d"}
    records = [["-" if chance.random() < 0.04 else f"{mark[kind]}:{chance.choice(_values(kind))}" for kind in kinds] for _ in range(count)]
    return model(names, inputs, [output[:4] for output in outputs], rules, policy), rows(names, records)
