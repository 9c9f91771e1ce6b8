import { deflateSync, brotliCompressSync, gzipSync } from 'node:zlib';

import { FORM, withFields, withQuery } from './hostileInput';
import type { HostileInput } from './hostileInput';

const MEGABYTE = 1_000_000;

const form = (encoding: string) => ({ 'content-type': FORM, 'content-encoding': encoding });
const large = () => Buffer.alloc(20 * MEGABYTE, 'a');
const bomb = (megabytes: number) => Buffer.alloc(megabytes * MEGABYTE, 'a');
const pairs = (count: number, pair: (n: number) => string) =>
	Array.from({ length: count }, (_, n) => pair(n)).join('&');
const withoutToken = (body: string) => withFields(body, { 'auth[application_token]': undefined });

/** What is to keep n8n busy or to fill its memory, with the right secret unless another is told. */
export const sizes: HostileInput[] = [
	{ what: '20 MB', answer: 500, by: 'n8n', call: () => ({ body: large() }) },
	{
		what: '20 MB without the secret',
		answer: 500,
		by: 'n8n',
		call: ({ url }) => ({ url: withQuery(url), body: large() }),
	},
	{
		what: '20 MB in pieces, their length not told',
		answer: 500,
		by: 'n8n',
		call: () => ({ body: large(), chunked: true }),
	},
	{
		what: 'An address of 20 KB',
		answer: 431,
		by: 'n8n',
		call: ({ url }) => ({ url: `${url}&x=${'x'.repeat(20_000)}` }),
	},
	{
		what: 'Half of the event, then the caller hangs up',
		answer: 0,
		by: 'n8n',
		call: ({ body }) => ({ body, hangUpAfter: 100 }),
	},
	{
		what: 'Half of the event in gzip, then the caller hangs up',
		answer: 0,
		by: 'n8n',
		call: ({ body }) => ({ headers: form('gzip'), body: gzipSync(body), hangUpAfter: 100 }),
	},
	{
		what: '200,000 keys',
		answer: 400,
		by: 'the trigger',
		call: ({ body }) => ({ body: `${body}&${pairs(200_000, (n) => `k${n}=`)}` }),
	},
	{
		what: '200,000 keys without the secret',
		answer: 401,
		by: 'the trigger',
		call: ({ url }) => ({ url: withQuery(url), body: pairs(200_000, (n) => `k${n}=`) }),
	},
	{
		what: '8,000,000 keys in 16 MB',
		answer: 400,
		by: 'the trigger',
		call: () => ({ body: Buffer.alloc(16 * MEGABYTE, '&a') }),
	},
	{
		what: '4,000 keys of 32 levels each',
		answer: 400,
		by: 'the trigger',
		call: () => ({ body: pairs(4_000, (n) => `k${n}${'[a]'.repeat(31)}=`) }),
	},
	{
		what: 'A key 10,000 levels deep',
		answer: 400,
		by: 'the trigger',
		call: ({ body }) => ({ body: `${body}&a${'[b]'.repeat(10_000)}=1` }),
	},
	{
		what: 'A million brackets that never close',
		answer: 401,
		by: 'the trigger',
		call: () => ({ body: `a${'['.repeat(MEGABYTE)}=1` }),
	},
	{
		what: 'A list of 90,000 that begins with a name, no application token',
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => ({ body: `${withoutToken(body)}&a[x]=1${'&a[]=1'.repeat(90_000)}` }),
	},
	...(
		[
			['gzip', gzipSync],
			['deflate', deflateSync],
		] as const
	).map(([name, compress]): HostileInput => ({
		what: `A ${name} bomb: 200 KB that become 200 MB`,
		answer: 500,
		by: 'n8n',
		call: () => ({ headers: form(name), body: compress(bomb(200)) }),
	})),
	{
		what: '200,000 keys in gzip',
		answer: 400,
		by: 'the trigger',
		call: () => ({ headers: form('gzip'), body: gzipSync(pairs(200_000, (n) => `k${n}=`)) }),
	},
	{
		what: 'A Brotli bomb, which n8n does not unpack',
		answer: 401,
		by: 'the trigger',
		call: () => ({ headers: form('br'), body: brotliCompressSync(bomb(20)) }),
	},
	{
		what: 'The event in gzip twice, which n8n does not unpack',
		answer: 401,
		by: 'the trigger',
		call: ({ body }) => ({ headers: form('gzip, gzip'), body: gzipSync(gzipSync(body)) }),
	},
	{
		what: 'What is called gzip and is none',
		answer: 500,
		by: 'n8n',
		call: () => ({ headers: form('gzip') }),
	},
	{
		what: 'The first half of the event in gzip',
		answer: 500,
		by: 'n8n',
		call: ({ body }) => {
			const whole = gzipSync(body);
			return { headers: form('gzip'), body: whole.subarray(0, whole.length / 2) };
		},
	},
	{
		what: 'The event in gzip',
		answer: 200,
		by: 'the trigger',
		call: ({ body }) => ({ headers: form('gzip'), body: gzipSync(body) }),
		event: { holds: 'what was packed', data: { FIELDS: { ID: '5' } } },
	},
];
