import fc from 'fast-check';
import { randomInt } from 'node:crypto';

import { rawItem } from '../../../nodes/Bitrix24/triggers/callBody';
import { eventCode, eventItem } from '../../../nodes/Bitrix24/triggers/event/eventItem';
import { parseForm } from '../../../nodes/Bitrix24/triggers/payload';
import { bodyMatches, digest } from '../../../nodes/Bitrix24/triggers/verification';
import { watchPrototypes } from '../../host/prototypeProbe';
import { RECORDED } from './recordedBody';

/** Bodies that are tried. */
const BODIES = 20_000;

/** Another one at each run; that of an earlier run repeats its bodies. */
const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));

const NAMES = [
	'event',
	'data',
	'auth',
	'FIELDS',
	'ID',
	'application_token',
	'member_id',
	'ts',
	'0',
];
const EVIL = [
	'__proto__',
	'constructor',
	'prototype',
	'toString',
	'hasOwnProperty',
	'then',
	'length',
];
const SIGNS = ['[', ']', '[]', '][', '=', '&', '%', '+', ';', '?', '#', '%5B', '%5D', '%3D', '%26'];
const BYTES = [
	'%00',
	'%FF',
	'%C3',
	'%E2%82',
	'%',
	'%zz',
	'%u0041',
	'\0',
	'\r\n',
	'\uFEFF',
	'ü',
	'😀',
];
const NUMBERS = ['-1', '00', '1e3', '4294967295', '99999999999999999999', '1'];

const piece = fc.constantFrom(...NAMES, ...EVIL, ...SIGNS, ...BYTES, ...NUMBERS);
const text = fc.array(piece, { maxLength: 80 }).map((pieces) => Buffer.from(pieces.join('')));

/** Forms that are well written, of names that are not well meant. */
const form = fc
	.array(fc.tuple(fc.array(fc.constantFrom(...NAMES, ...EVIL, ''), { minLength: 1 }), piece), {
		maxLength: 40,
	})
	.map((pairs) =>
		Buffer.from(
			pairs
				.map(([[first = '', ...rest], value]) => {
					const key = first + rest.map((name) => `[${name}]`).join('');
					return `${encodeURIComponent(key)}=${value}`;
				})
				.join('&'),
		),
	);

/** What a portal sent, with parts of it replaced. */
const damaged = fc
	.array(fc.tuple(fc.nat(RECORDED.length), fc.nat(12), piece), { maxLength: 12 })
	.map((cuts) =>
		Buffer.from(
			cuts.reduce(
				(body, [at, length, instead]) => body.slice(0, at) + instead + body.slice(at + length),
				RECORDED,
			),
		),
	);

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

const registration = {
	address: 'https://n8n.example.com/webhook/x',
	secretDigest: '',
	codes: ['ONCRMCONTACTADD'],
	memberId: 'member',
	applicationTokenDigest: digest('token'),
};

/** How many properties the prototypes hold: asked after each body, since it is asked quickly. */
function countOfProperties(): number {
	const objects: object[] = [Object.prototype, Array.prototype, Function.prototype];
	return objects.flatMap((object) => Reflect.ownKeys(object)).length;
}

/** What is not as it should be in the result of the parser: plain objects, full lists, texts. */
function surprises(value: unknown): string[] {
	if (typeof value === 'string') return [];
	if (Array.isArray(value)) {
		const isFull = Object.keys(value).length === value.length;
		return [...(isFull ? [] : ['a list with a gap']), ...value.flatMap(surprises)];
	}
	if (typeof value !== 'object' || value === null) return [`a ${typeof value}`];
	if (Object.getPrototypeOf(value) !== Object.prototype) return ['another prototype'];
	return Object.entries(value).flatMap(([key, part]) => [
		...(['__proto__', 'constructor', 'prototype'].includes(key) ? [key] : []),
		...surprises(part),
	]);
}

beforeAll(() => {
	process.stderr.write(`Fuzz of the parser: FUZZ_SEED=${seed} repeats it\n`);
});

it('reads any body without a throw, a trace in a prototype or a surprise in its result', () => {
	const changes = watchPrototypes();
	const count = countOfProperties();
	let tried = 0;
	let read = 0;
	fc.assert(
		fc.property(fc.oneof(text, form, damaged, bytes), (body) => {
			tried += 1;
			const parsed = parseForm(body);
			if (parsed.ok) {
				read += 1;
				expect(surprises(parsed.body)).toEqual([]);
				expect(bodyMatches(registration, parsed.body, eventCode(parsed.body))).toBe(false);
				expect(JSON.stringify([eventItem(parsed.body), rawItem(parsed.body)])).toBeDefined();
			}
			expect(countOfProperties()).toBe(count);
		}),
		{ numRuns: BODIES, seed },
	);
	expect(changes()).toEqual([]);
	expect(tried).toBeGreaterThanOrEqual(BODIES);
	// What is refused at once would try nothing.
	expect(read / tried).toBeGreaterThan(0.9);
}, 60_000);
