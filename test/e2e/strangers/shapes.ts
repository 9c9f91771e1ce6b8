import type { HostileInput } from './hostileInput';

const multipart = (name: string, end = '--\r\n') =>
	`--boundary\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n1\r\n` +
	`--boundary\r\ncontent-disposition: form-data; name="f"; filename="__proto__"\r\n\r\n1\r\n--boundary${end}`;

const MULTIPART = { 'content-type': 'multipart/form-data; boundary=boundary' };
const JSON_TYPE = { 'content-type': 'application/json' };
const XML = { 'content-type': 'application/xml' };

/** An XML text that would grow to a billion parts where entities are expanded. */
const LAUGHS = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">${Array.from(
	{ length: 9 },
	(_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`,
).join('')}]><a>&l9;</a>`;

/** Calls with the right secret that are no form post. */
export const shapes: HostileInput[] = [
	...['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'].map((method): HostileInput => ({
		what: `${method} with the right secret`,
		answer: 404,
		by: 'n8n',
		call: () => ({ method }),
	})),
	{ what: 'OPTIONS', answer: 204, by: 'n8n', call: () => ({ method: 'OPTIONS', body: '' }) },
	{ what: 'TRACE', answer: 500, by: 'n8n', call: () => ({ method: 'TRACE', body: '' }) },
	{
		what: 'The event as JSON',
		answer: 400,
		by: 'the trigger',
		call: ({ body }) => ({
			headers: JSON_TYPE,
			body: JSON.stringify(Object.fromEntries(new URLSearchParams(body))),
		}),
	},
	{
		what: 'JSON with `__proto__` and `constructor.prototype`',
		answer: 400,
		by: 'the trigger',
		call: () => ({
			headers: JSON_TYPE,
			body: '{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}},"event":"ONCRMLEADADD"}',
		}),
	},
	{
		what: 'JSON 10,000 levels deep',
		answer: 400,
		by: 'the trigger',
		call: () => ({ headers: JSON_TYPE, body: '['.repeat(10_000) + ']'.repeat(10_000) }),
	},
	{
		what: 'Broken JSON',
		answer: 422,
		by: 'n8n',
		call: () => ({ headers: JSON_TYPE, body: '{"event":' }),
	},
	{
		what: 'The event as `text/plain`',
		answer: 400,
		by: 'the trigger',
		call: () => ({ headers: { 'content-type': 'text/plain' } }),
	},
	{
		what: 'XML with `<__proto__>` and `<constructor>`',
		answer: 400,
		by: 'the trigger',
		call: () => ({
			headers: XML,
			body: '<a><__proto__><x>1</x></__proto__><constructor><prototype><x>1</x></prototype></constructor></a>',
		}),
	},
	{
		what: 'XML with entities that stand for a billion others',
		answer: 422,
		by: 'n8n',
		call: () => ({ headers: XML, body: LAUGHS }),
	},
	{
		what: 'The event as multipart',
		answer: 400,
		by: 'the trigger',
		call: () => ({ headers: MULTIPART, body: multipart('event') }),
	},
	{
		what: 'Multipart with a field and a file called `__proto__`',
		answer: 400,
		by: 'the trigger',
		call: () => ({ headers: MULTIPART, body: multipart('__proto__') }),
	},
	{
		what: 'Multipart that breaks off',
		answer: 400,
		by: 'n8n',
		call: () => ({ headers: MULTIPART, body: multipart('event', '') }),
	},
	{
		what: 'Multipart without a boundary',
		answer: 400,
		by: 'n8n',
		call: () => ({ headers: { 'content-type': 'multipart/form-data' } }),
	},
	{ what: 'No content type', answer: 400, by: 'the trigger', call: () => ({ headers: {} }) },
	{
		what: 'A content type that nobody knows',
		answer: 400,
		by: 'the trigger',
		call: () => ({ headers: { 'content-type': 'application/octet-stream' } }),
	},
	{
		what: 'A form in a character set that nobody knows',
		answer: 422,
		by: 'n8n',
		call: () => ({ headers: { 'content-type': 'application/x-www-form-urlencoded; charset=x' } }),
	},
	{ what: 'An empty body', answer: 401, by: 'the trigger', call: () => ({ body: '' }) },
];
