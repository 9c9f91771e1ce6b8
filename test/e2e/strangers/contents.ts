import { TOKEN_SENT, withFields } from './hostileInput';
import type { HostileInput, PortalCall } from './hostileInput';

const LEAD = { FIELDS: { ID: '5' } };

/** Bytes of an old single-byte encoding, which are no UTF-8. */
const NO_UTF8 = Buffer.from([0xcf, 0xf0, 0xff]);

/** Five thousand fields: n8n's own parser would stop at the thousandth. */
const MANY = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`F${n}`, String(n)]));

type Accepted = Pick<HostileInput, 'answer' | 'by' | 'call'>;

/** The portal's form with more behind it. */
function followedBy(...parts: Array<string | Buffer>): Accepted {
	return {
		answer: 200,
		by: 'the trigger',
		call: ({ body }) => ({
			body: Buffer.concat([body, '&', ...parts].map((part) => Buffer.from(part))),
		}),
	};
}

/** The portal's form with other data. */
function withData(data: string): Accepted {
	const call = ({ body }: PortalCall) => ({
		body: `${withFields(body, { 'data[FIELDS][ID]': undefined })}&${data}`,
	});
	return { answer: 200, by: 'the trigger', call };
}

/** Forms with the right secret. With the right token too they are events, and hold nothing unexpected. */
export const contents: HostileInput[] = [
	{
		what: '`__proto__[x]` and `constructor[prototype][x]` alone',
		answer: 401,
		by: 'the trigger',
		call: () => ({ body: '__proto__[x]=1&constructor[prototype][x]=1' }),
	},
	{
		what: 'Nothing but `&`, `=` and brackets',
		answer: 401,
		by: 'the trigger',
		call: () => ({ body: '&&=&[]=[&[][]=]&=]&a[=&]=&%5B%5D&&' }),
	},
	{
		what: 'An event behind a byte order mark',
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => ({ body: `\uFEFF${body}` }),
	},
	{
		what: 'An event with `__proto__[x]`',
		...followedBy('__proto__[x]=1&__proto__=1&data[__proto__][x]=1&data[FIELDS][__proto__][x]=1'),
		event: { holds: 'nothing of it', data: LEAD },
	},
	{
		what: 'An event with `constructor[prototype][x]`',
		...followedBy('constructor[prototype][x]=1&data[constructor][prototype][x]=1'),
		event: { holds: 'nothing of it', data: LEAD },
	},
	{
		what: 'An event with fields called as the methods of every object are',
		...followedBy(
			['toString', 'hasOwnProperty', 'toJSON', 'then', 'length']
				.map((name) => `data[${name}]=1`)
				.join('&'),
		),
		event: {
			holds: 'them as texts',
			data: { ...LEAD, toString: '1', hasOwnProperty: '1', toJSON: '1', then: '1', length: '1' },
		},
	},
	{
		what: 'An event with `data=1&data[a]=2`',
		...withData('data=1&data[a]=2'),
		event: { holds: 'the later', data: { a: '2' } },
	},
	{
		what: 'An event with `data[a]=2&data=1`',
		...withData('data[a]=2&data=1'),
		event: { holds: 'the later', data: '1' },
	},
	{
		what: 'An event with a field that comes twice',
		...withData('data[a]=1&data[b][]=1&data[b][]=2&data[a]=2&data[b]=3&data[b][c]=4'),
		event: { holds: 'the later', data: { a: '2', b: { c: '4' } } },
	},
	{
		what: 'An event with bytes that are no UTF-8, bare and encoded',
		...followedBy('data[bare', NO_UTF8, ']=', NO_UTF8, '&data[encoded]=%CF%F0%FF'),
		event: {
			holds: 'U+FFFD for each',
			data: {
				...LEAD,
				'bare\uFFFD\uFFFD\uFFFD': '\uFFFD\uFFFD\uFFFD',
				encoded: '\uFFFD\uFFFD\uFFFD',
			},
		},
	},
	{
		what: 'An event with broken percent signs',
		...followedBy('data[a]=100%&data[b]=%zz&data[c]=%u0041&data[d%]=%'),
		event: {
			holds: 'them as they came',
			data: { ...LEAD, a: '100%', b: '%zz', c: '%u0041', 'd%': '%' },
		},
	},
	{
		what: 'An event with NUL characters',
		...followedBy('data[a%00b]=%00'),
		event: { holds: 'them', data: { ...LEAD, 'a\0b': '\0' } },
	},
	{
		what: 'An event with 5,000 fields',
		...followedBy(
			Object.entries(MANY)
				.map(([name, value]) => `data[${name}]=${value}`)
				.join('&'),
		),
		event: { holds: 'all of them', data: { ...LEAD, ...MANY } },
	},
	{
		what: 'An event with tokens wherever they fit',
		...followedBy(
			[
				...['access_token', 'data[access_token]', 'data[a][0][REFRESH_TOKEN]', 'data[token][x]'],
				'auth[domain][access_token]',
			]
				.map((name) => `${name}=${TOKEN_SENT}`)
				.join('&'),
		),
		event: { holds: 'none of them', data: { ...LEAD, a: [{}] } },
	},
];
