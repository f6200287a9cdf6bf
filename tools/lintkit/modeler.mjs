// Opens DMN files as a policy owner does, in the editor of bpmn.io, which Camunda Modeler is made of, with jsdom in place of a
// browser: reads each, draws its graph of requirements, opens every table and expression, writes it and reads that again. A
// warning of the editor is an error here.
//   node modeler.mjs MODULES FILE…     MODULES: the folder where tools/packages/modeler/package.json was installed
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${modules}/package.json`));
const { JSDOM, VirtualConsole } = require('jsdom');
const { DmnModdle } = await import(pathToFileURL(require.resolve('dmn-moddle')).href);

// What a browser has and jsdom has not: sizes and transformations of what is drawn, none of which is looked at here.
function browser() {
  // What the editor writes to the console is no word about a file: its own warnings are asked for below.
  const options = { runScripts: 'outside-only', pretendToBeVisual: true, virtualConsole: new VirtualConsole() };
  const { window } = new JSDOM('<!doctype html><div id="canvas"></div>', options);
  window.SVGMatrix = class {
    constructor() { Object.assign(this, { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }); }
    inverse() { return new window.SVGMatrix(); }
    multiply() { return new window.SVGMatrix(); }
    translate() { return new window.SVGMatrix(); }
    scale() { return new window.SVGMatrix(); }
  };
  const matrix = () => new window.SVGMatrix();
  const svg = window.SVGElement.prototype, root = window.SVGSVGElement.prototype;
  svg.getBBox = () => ({ x: 0, y: 0, width: 0, height: 0 });
  svg.getCTM = svg.getScreenCTM = matrix;
  root.createSVGMatrix = matrix;
  root.createSVGTransform = () => ({ matrix: matrix(), setMatrix() {}, setTranslate() {}, setScale() {}, setRotate() {} });
  root.createSVGTransformFromMatrix = root.createSVGTransform;
  const list = { numberOfItems: 0, clear() {}, appendItem() {}, initialize() {}, consolidate: () => null, getItem: root.createSVGTransform };
  Object.defineProperty(svg, 'transform', { get: () => ({ baseVal: list }) });
  const size = text => ({ width: 7 * text.length, actualBoundingBoxAscent: 8, actualBoundingBoxDescent: 2 });
  window.HTMLCanvasElement.prototype.getContext = () => ({ measureText: size });
  window.CSS = { escape: text => text };
  window.structuredClone = value => structuredClone(value);
  window.eval(readFileSync(`${modules}/node_modules/dmn-js/dist/dmn-modeler.production.min.js`, 'utf8'));
  return window;
}

// Everything that the editor says of a text, and what it shows.
async function open(window, text) {
  const container = window.document.getElementById('canvas');
  container.innerHTML = '';
  const modeler = new window.DmnJS({ container });
  const said = (await modeler.importXML(text)).warnings.map(warning => warning.message);
  const views = modeler.getViews(), first = modeler.getActiveView();
  const drawn = first.type === 'drd' ? first.element.dmnDI.diagrams[0].diagramElements.length : 0;
  if (drawn === 0) said.push('has no drawing of its requirements');
  for (const view of views) {
    if (view !== first) said.push(...(await modeler.open(view)).warnings.map(warning => warning.message));
  }
  const { xml } = await modeler.saveXML({ format: true });
  modeler.destroy();
  return { said, xml, drawn, views: views.length };
}

const window = browser();
let faults = 0;
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const said = [];
  let shown = '';
  try {
    const { rootElement, warnings } = await new DmnModdle().fromXML(text, 'dmn:Definitions');
    said.push(...warnings.map(warning => warning.message));
    const names = new Set();
    const ids = (rootElement.drgElement ?? []).flatMap(element =>
      [element, ...['informationRequirement', 'knowledgeRequirement'].flatMap(kind => element[kind] ?? [])]);
    for (const shape of rootElement.dmnDI?.diagrams?.[0]?.diagramElements ?? []) names.add(shape.dmnElementRef?.id);
    said.push(...ids.filter(element => !names.has(element.id)).map(element => `${element.id} is not drawn`));
    const once = await open(window, text), twice = await open(window, once.xml);
    said.push(...once.said, ...twice.said);
    if (once.views !== twice.views || once.drawn !== twice.drawn) said.push('shows something else once it was written');
    shown = `${once.views} views, ${once.drawn} things drawn`;
  } catch (error) {
    said.push(error.message);
  }
  faults += said.length;
  for (const each of said) console.error(`${file}: ${each}`);
  if (said.length === 0) console.log(`${file}: ${shown}`);
}
process.exit(faults === 0 ? 0 : 1);
