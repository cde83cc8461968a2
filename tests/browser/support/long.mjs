// A book whose lists go on over several pages: one bank in the book's language, one in another. What a list should show is worked out
// here from the same data, without the site.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { binary } from './site.mjs';

/** @typedef {{ id: string, bank: string, stage: string[], role: string[], mood: string[], risk: string, blank: boolean, minutes: number, draft: boolean }} Question */
/** @typedef {Record<string, string[]>} Choices */

const TOML = `[book]
title = "Talks"

[facets.stage]
label = "When"
values = [{ id = "open", label = "Opening" }, { id = "middle", label = "Middle" }, { id = "close", label = "Closing" }]

[facets.role]
label = "Who"
many = true
any = "any"
values = [{ id = "any", label = "Anybody" }, { id = "peer", label = "A peer" }, { id = "director", label = "A director" }]

[facets.mood]
label = "Mood"
values = [{ id = "calm", label = "Calm" }, { id = "bold", label = "Bold" }]
`;
const SLOTS = 'slots:\n  - { id: organisation, label: their organisation }\n';
const GUIDE = '---\ntitle: A guide\nstage: open\nrole: peer\n---\n\nNo question, though it has values.\n';

/** @param {string} bank @param {number} count @returns {Question[]} */
const questions = (bank, count) => Array.from({ length: count }, (_, at) => ({
  id: `${bank}-${at}`,
  bank,
  stage: [['open', 'middle', 'close'][at % 3]],
  role: at % 7 === 0 ? ['any'] : at % 2 ? ['peer'] : at % 4 ? [] : ['peer', 'director'],
  mood: at % 5 === 0 ? [] : [at % 10 < 7 ? 'calm' : 'bold'],
  risk: at % 11 === 10 ? 'avoid' : at % 9 === 1 ? 'careful' : 'safe',
  blank: at % 13 === 4,
  minutes: at % 4 ? 1 + (at % 5) : 0,
  draft: at % 29 === 3,
}));

/** @type {Question[]} */
const all = [...questions('many', 160), ...questions('viele', 70)];

/** @param {Question} one */
function yaml({ id, bank, stage, role, mood, risk, blank, minutes, draft }) {
  const lines = [`- id: ${id}`, `  ask: What did ${id} teach you${blank ? ' at {organisation}' : ''}?`, `  stage: ${stage[0]}`, `  role: [${role}]`];
  lines.push(`  weak_version: Tell me ${id}.`, '  listen_for: ["Names · places"]');
  if (risk !== 'avoid') lines.push(`  reveals: What the answer to ${id} tells, “🙂” and all.`);
  if (mood.length) lines.push(`  mood: ${mood[0]}`);
  if (minutes) lines.push(`  minutes: ${minutes}`);
  if (draft) lines.push('  status: draft');
  if (risk !== 'safe') lines.push(`  risk: ${risk}`);
  if (risk === 'avoid') lines.push('  why_not: It is private.', `  better: ${bank}-0`);
  return lines.join('\n');
}

/** Builds the book. @param {...string} options */
export function built(...options) {
  const folder = mkdtempSync(join(tmpdir(), 'prepbook-long-'));
  const write = (/** @type {string} */ path, /** @type {string} */ text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('book.toml', TOML);
  write('content/index.md', '# Home\n\n[Many](questions/many.yaml), [viele](questions/viele.yaml) and [a guide](guide.md).\n');
  write('content/guide.md', GUIDE);
  write('content/slots.yaml', SLOTS);
  for (const [bank, head] of [['many', 'title: Many\nsummary: A lot.\n'], ['viele', 'title: Viele\nsummary: Eine Menge.\nlanguage: de\n']]) {
    write(`content/questions/${bank}.yaml`, `${head}questions:\n${all.filter((one) => one.bank === bank).map(yaml).join('\n')}\n`);
  }
  execFileSync(binary(), ['build', folder, '-d', join(folder, 'public'), '--quiet', ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  return join(folder, 'public');
}

/** Whether a question has one of these values, itself or by `any`. @param {Question} one @param {string} facet @param {string[]} values */
function fits(one, facet, values) {
  const own = facet === 'stage' ? one.stage : facet === 'role' ? one.role : one.mood;
  return values.some((value) => own.includes(value)) || (facet === 'role' && own.includes('any'));
}

/** Every id of a list that fits, in its order; `list` is the name of a bank or `facet=value`. @param {string} list @param {Choices} choices @param {boolean} [drafts] */
export function expected(list, choices, drafts = false) {
  const [facet, value] = list.split('=');
  const own = (/** @type {Question} */ one) => (facet === 'role' ? one.role : one.stage).includes(value);
  const listed = value ? all.filter((one) => one.risk !== 'avoid' && fits(one, facet, [value])) : all.filter((one) => one.bank === list);
  const ordered = value ? [...listed.filter(own), ...listed.filter((one) => !own(one))] : listed;
  const chosen = Object.entries(choices).filter(([, values]) => values.length);
  return ordered.filter((one) => (drafts || !one.draft) && chosen.every(([name, values]) => fits(one, name, values))).map((one) => one.id);
}
