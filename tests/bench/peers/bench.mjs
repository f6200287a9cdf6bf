// What bench-dmn does, with the engines of npm: `node bench.mjs zen|logic FOLDER SECONDS MODULES` answers NAME.tsv by NAME.zen.json
// or NAME.logic.json into NAME.zen or NAME.logic and, with SECONDS above 0, prints `NAME RATE`. zen's trace is on; json-logic knows
// none: its answer names the rule.
import { createRequire } from 'node:module';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [kind, folder, seconds, modules] = process.argv.slice(2);
const require = createRequire(join(modules, 'package.json'));

const cell = (text) => (text[0] === 'n' ? Number(text.slice(2)) : text[0] === '-' ? null : text.slice(2));
function canonical(value) {
  if (value === null || value === undefined) return 'null';
  if (typeof value !== 'object') return typeof value === 'string' ? `"${value}"` : String(value);
  return `{${Object.keys(value).sort().map((name) => `${name}:${canonical(value[name])}`).join(',')}}`;
}

// Each maker gives an async function from a row to its answer, which throws where the explanation is missing.
const makers = {
  async zen(text) {
    const { ZenEngine } = require('@gorules/zen-engine');
    const decision = new ZenEngine().createDecision(JSON.parse(text));
    return async (row) => {
      const answer = await decision.evaluate(row, { trace: true });
      if (!answer.trace) throw new Error('no trace');
      return answer.result;
    };
  },
  async logic(text) {
    const logic = require('json-logic-js');
    const rules = JSON.parse(text);
    return (row) => {
      const [remedy, rule] = logic.apply(rules, row);
      return { remedy, rule };
    };
  },
};

// The process's CPU time where it is less than the time that went by, so that neither others on the machine nor threads that help
// count against the engine.
function clocks() {
  const { user, system } = process.cpuUsage();
  return { wall: Number(process.hrtime.bigint()) / 1e9, cpu: (user + system) / 1e6 };
}

async function rate(decide, rows, lasting) {
  const waits = kind === 'zen';
  const begin = clocks();
  let decisions = 0;
  let took;
  do {
    for (const row of rows) {
      if (waits) await decide(row);
      else decide(row);
    }
    decisions += rows.length;
    const now = clocks();
    took = Math.min(now.wall - begin.wall, now.cpu - begin.cpu);
  } while (took < lasting);
  return decisions / took;
}

for (const file of readdirSync(folder).filter((name) => name.endsWith(`.${kind}.json`)).sort()) {
  const name = file.slice(0, -`.${kind}.json`.length);
  const decide = await makers[kind](readFileSync(join(folder, file), 'utf8'));
  const [head, ...lines] = readFileSync(join(folder, `${name}.tsv`), 'utf8').trimEnd().split('\n');
  const names = head.split('\t');
  const rows = lines.map((line) => Object.fromEntries(line.split('\t').map((text, i) => [names[i], cell(text)])));
  const answers = [];
  for (const row of rows) answers.push(canonical(await decide(row)));
  writeFileSync(join(folder, `${name}.${kind}`), answers.join('\n') + '\n');
  if (Number(seconds) > 0) {
    await rate(decide, rows, Math.min(2, Number(seconds)));
    console.log(name, await rate(decide, rows, Number(seconds)));
  }
}
