import { eventCode } from '../../../nodes/Bitrix24/triggers/event/eventItem';
import type { FormObject } from '../../../nodes/Bitrix24/triggers/formTree';
import {
	bodyMatches,
	digest,
	FORMER_SECRET_MS,
	formerSecrets,
	secretKind,
} from '../../../nodes/Bitrix24/triggers/verification';
import type { Registration } from '../../../nodes/Bitrix24/triggers/verification';

const SECRET = 'q1w2e3r4t5';
const registration: Registration = {
	address: 'https://n8n.example.com/webhook/x',
	secretDigest: digest(SECRET),
	codes: ['ONCRMDEALADD', 'ONCRMDYNAMICITEMADD_147'],
	memberId: 'member-1',
	applicationTokenDigest: digest('application-token'),
};
const auth = { member_id: 'member-1', application_token: 'application-token' };
const body = { event: 'ONCRMDEALADD', data: { FIELDS: { ID: '5' } }, auth };

describe('the secret in the address', () => {
	it('lets the portal in', () => {
		expect(secretKind(registration, SECRET, 0)).toBe('current');
	});

	it.each([
		['another', 'q1w2e3r4t6'],
		['a part', 'q1w2e3r4t'],
		['more', `${SECRET}0`],
		['another case', SECRET.toUpperCase()],
		['spaces around', ` ${SECRET}`],
		['nothing', ''],
		['none', undefined],
		['null', null],
		['several', [SECRET]],
		['a map', { secret: SECRET }],
		['its digest', digest(SECRET)],
	])('keeps out whoever gives %s', (_what, given) => {
		expect(secretKind(registration, given, 0)).toBeUndefined();
	});
});

describe('the secret of an earlier registration', () => {
	const [first, second, third] = ['a', 'b', 'c'].map(digest) as [string, string, string];
	const replaced = (secretDigest: string, before: Registration | undefined, now: number) => ({
		...registration,
		secretDigest,
		former: formerSecrets(secretDigest, before, now),
	});

	it('counts for ten minutes after the address has changed, and no longer', () => {
		const changed = replaced(second, { ...registration, secretDigest: first }, 1000);
		expect(secretKind(changed, 'b', 1000)).toBe('current');
		expect(secretKind(changed, 'a', 1000 + FORMER_SECRET_MS - 1)).toBe('former');
		expect(secretKind(changed, 'a', 1000 + FORMER_SECRET_MS)).toBeUndefined();
	});

	it('is kept over a further change, and forgotten once it does not count', () => {
		const changed = replaced(second, { ...registration, secretDigest: first }, 0);
		const again = replaced(third, changed, FORMER_SECRET_MS - 1);
		expect(again.former.map((one) => one.digest)).toEqual([second, first]);
		expect(replaced(first, again, FORMER_SECRET_MS).former.map((one) => one.digest)).toEqual([
			third,
			second,
		]);
	});

	it('is none where the address stays, or nothing was registered', () => {
		expect(formerSecrets(first, { ...registration, secretDigest: first }, 0)).toEqual([]);
		expect(formerSecrets(first, undefined, 0)).toEqual([]);
	});
});

/** Whether a trigger of events with this registration takes the body for the portal's. */
function accepts(known: Registration, given: FormObject): boolean {
	return bodyMatches(known, given, eventCode(given));
}

describe('the body', () => {
	it('is accepted where portal, application and event are right', () => {
		expect(accepts(registration, body)).toBe(true);
	});

	it.each(['ONCRMDEALADD', 'oncrmdealadd', 'ONCRMDYNAMICITEMADD_147'])(
		'may report the chosen event as %s',
		(event) => {
			expect(accepts(registration, { ...body, event })).toBe(true);
		},
	);

	it.each([
		['another', 'ONCRMDEALDELETE'],
		['a longer', 'ONCRMDEALADDX'],
		['an empty', ''],
		['a name of every object', 'constructor'],
		['a type that was not chosen', 'ONCRMDYNAMICITEMADD_148'],
		['a list', ['ONCRMDEALADD']],
		['a map', { a: 'ONCRMDEALADD' }],
	])('is refused with %s event', (_what, event) => {
		expect(accepts(registration, { ...body, event })).toBe(false);
	});

	it('is refused without an event', () => {
		expect(accepts(registration, { data: {}, auth })).toBe(false);
	});

	it.each([
		['another portal', { ...auth, member_id: 'member-2' }],
		['an empty portal', { ...auth, member_id: '' }],
		['several portals', { ...auth, member_id: ['member-1'] }],
		['another application', { ...auth, application_token: 'x' }],
		['an empty application token', { ...auth, application_token: '' }],
		['several application tokens', { ...auth, application_token: ['application-token'] }],
		['the digest as the token', { ...auth, application_token: digest('application-token') }],
		['no application token', { member_id: 'member-1' }],
	])('is refused from %s', (_what, given) => {
		expect(accepts(registration, { ...body, auth: given })).toBe(false);
	});

	it.each([
		['a text', 'application-token'],
		['a list', ['application-token']],
	])('is refused where its proof is %s', (_what, given) => {
		expect(accepts(registration, { ...body, auth: given })).toBe(false);
	});

	it('is refused where its proof is missing', () => {
		expect(accepts(registration, { event: 'ONCRMDEALADD' })).toBe(false);
	});

	it('needs no application token where the credential has none', () => {
		const without = { ...registration, applicationTokenDigest: undefined };
		const given = { member_id: 'member-1' };
		expect(accepts(without, { ...body, auth: given })).toBe(true);
		expect(accepts(without, { ...body, auth: { member_id: 'member-2' } })).toBe(false);
	});

	it('need not name the portal where either side does not know it', () => {
		const without = { ...registration, memberId: undefined };
		expect(accepts(without, body)).toBe(true);
		const given = { application_token: 'application-token' };
		expect(accepts(registration, { ...body, auth: given })).toBe(true);
	});
});

describe('digest', () => {
	it('is SHA-256, so that what is kept cannot be turned back', () => {
		expect(digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
		expect(digest('ü')).toMatch(/^[0-9a-f]{64}$/);
	});
});
