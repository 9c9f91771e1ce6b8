import crypto from 'node:crypto';

import { bodyMatches, digest, secretKind } from '../../../nodes/Bitrix24/triggers/verification';

// What a comparison takes cannot be measured well enough to prove that it tells nothing. So this looks at
// how it is made: whatever is given, the same function of Node.js compares once, and what it is given are
// digests, which nobody can change byte by byte.
const SECRET = 'q1w2e3r4t5';
const TOKEN = 'application-token';
const registration = {
	address: 'https://n8n.example.com/webhook/x',
	secretDigest: digest(SECRET),
	codes: ['ONCRMDEALADD'],
	applicationTokenDigest: digest(TOKEN),
};

const compared = jest.spyOn(crypto, 'timingSafeEqual');
afterEach(() => {
	compared.mockClear();
});
afterAll(() => {
	compared.mockRestore();
});

/** What was compared, as text. */
const comparisons = () =>
	compared.mock.calls.map((pair) => pair.map((side) => new TextDecoder().decode(side)));

const GIVEN = [
	['what is right', (right: string) => right],
	['what is wrong from the first character', (right: string) => `x${right.slice(1)}`],
	['what is wrong in the last character', (right: string) => `${right.slice(0, -1)}x`],
	['nothing', () => ''],
	['a megabyte', () => 'x'.repeat(1_000_000)],
] as const;

it.each(GIVEN)('compares the secret by its digest, once, also with %s', (_what, of) => {
	const given = of(SECRET);
	expect(secretKind(registration, given, 0)).toBe(given === SECRET ? 'current' : undefined);
	expect(comparisons()).toEqual([[digest(SECRET), digest(given)]]);
});

it.each(GIVEN)('compares the application token by its digest, once, also with %s', (_what, of) => {
	const given = of(TOKEN);
	const body = { auth: { application_token: given } };
	expect(bodyMatches(registration, body, 'ONCRMDEALADD')).toBe(given === TOKEN);
	expect(comparisons()).toEqual([[digest(TOKEN), digest(given)]]);
});

it('compares the application token also where the event or the portal is another', () => {
	const body = { auth: { application_token: TOKEN, member_id: 'another' } };
	const known = { ...registration, memberId: 'member' };
	expect(bodyMatches(known, body, 'ONNOTHING')).toBe(false);
	expect(comparisons()).toHaveLength(1);
});
