import { withFields, withQuery } from './hostileInput';
import type { HostileInput } from './hostileInput';

const TOKEN = 'auth[application_token]';

/** Who does not know the address, or comes from elsewhere. */
export const proofs: HostileInput[] = [
	{
		what: 'No secret',
		answer: 401,
		by: 'the trigger',
		call: ({ url }) => ({ url: withQuery(url) }),
	},
	{
		what: 'An empty secret',
		answer: 401,
		by: 'the trigger',
		call: ({ url }) => ({ url: withQuery(url, '?secret=') }),
	},
	{
		what: 'A wrong secret',
		answer: 401,
		by: 'the trigger',
		call: ({ url }) => ({ url: `${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}` }),
	},
	{
		what: 'The right secret and another one',
		answer: 401,
		by: 'the trigger',
		call: ({ url }) => ({ url: `${url}&secret=x` }),
	},
	{
		what: 'The right secret as a list, `secret[]=`',
		answer: 401,
		by: 'the trigger',
		call: ({ url }) => ({ url: url.replace('?secret=', '?secret[]=') }),
	},
	{
		what: '`secret[__proto__][x]`, `__proto__[x]` and `constructor[prototype][x]` in the address',
		answer: 401,
		by: 'the trigger',
		call: ({ url }) => ({
			url: withQuery(
				url,
				'?secret[__proto__][x]=1&__proto__[x]=1&constructor[prototype][x]=1&__proto__[secret]=1',
			),
		}),
	},
	{
		what: 'The right secret at another address of this n8n',
		answer: 404,
		by: 'n8n',
		call: ({ url }) => ({ url: url.replace('/webhook?', '/elsewhere?') }),
	},
	{
		what: 'The right secret at the address for test events, where nobody listens',
		answer: 404,
		by: 'n8n',
		call: ({ url }) => ({ url: url.replace('/webhook/', '/webhook-test/') }),
	},
	{
		what: "The right secret, another portal's `member_id`",
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => ({ body: withFields(body, { 'auth[member_id]': 'f'.repeat(32) }) }),
	},
	{
		what: 'The right secret, a wrong application token',
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => ({ body: withFields(body, { [TOKEN]: 'x' }) }),
	},
	{
		what: 'The right secret, no application token',
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => ({ body: withFields(body, { [TOKEN]: undefined }) }),
	},
	{
		what: 'The right secret, the application token as a list',
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => {
			const token = new URLSearchParams(body).get(TOKEN) ?? '';
			return { body: withFields(body, { [TOKEN]: undefined, [`${TOKEN}[]`]: token }) };
		},
	},
	{
		what: 'The right secret, the right application token and then a wrong one',
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => ({ body: `${body}&${TOKEN}=x` }),
	},
	{
		what: 'The right secret, the application token through a prototype, `auth[__proto__][…]`',
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => {
			const token = new URLSearchParams(body).get(TOKEN) ?? '';
			const inherited = { 'auth[__proto__][application_token]': token };
			return { body: withFields(body, { [TOKEN]: undefined, ...inherited }) };
		},
	},
	{
		what: 'The right secret, `auth` as text',
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => ({ body: `${body}&auth=1` }),
	},
	{
		what: 'An event that was not chosen',
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => ({ body: withFields(body, { event: 'ONCRMLEADDELETE' }) }),
	},
	{
		what: 'A chosen event and then another one',
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => ({ body: `${body}&event=ONCRMLEADDELETE` }),
	},
	{
		what: 'A chosen event as a list, `event[]=`',
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => ({
			body: withFields(body, { event: undefined, 'event[]': 'ONCRMLEADADD' }),
		}),
	},
	{
		what: 'No event',
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => ({ body: withFields(body, { event: undefined }) }),
	},
	{
		what: '`event=__proto__`',
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => ({ body: withFields(body, { event: '__proto__' }) }),
	},
];
