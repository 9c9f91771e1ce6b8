import type { Fault } from '../faults/fault';
import { integer, text } from '../php/values';
import { type Action, expect } from './action';

/** Faults that the page offers, by the name it sends. */
const FAULTS: Readonly<Record<string, Fault>> = {
	tooManyRequests: {
		status: 503,
		body: { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' },
	},
	operationTimeLimit: {
		status: 429,
		body: {
			error: 'OPERATION_TIME_LIMIT',
			error_description: 'Method is blocked due to operation time limit.',
		},
	},
	badGateway: {
		status: 502,
		body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
	},
	disconnect: 'disconnect',
	disconnectAfter: 'disconnect-after',
};

/** What goes wrong on demand. */
export const FAULT_ACTIONS: readonly Action[] = [
	{
		httpMethod: 'POST',
		path: 'faults',
		run: ({ portal, fields }) => {
			const kind = text(fields.kind);
			const fault = Object.hasOwn(FAULTS, kind) ? FAULTS[kind] : undefined;
			portal.faults.failNext(integer(fields.count ?? 1), expect(fault, 'There is no such fault.'));
		},
	},
	{
		httpMethod: 'DELETE',
		path: 'faults',
		run: ({ portal }) => {
			portal.faults.clear();
		},
	},
	{
		httpMethod: 'POST',
		path: 'expire-access-tokens',
		run: ({ portal }) => {
			portal.tokens.expireAccessTokens();
		},
	},
	{
		httpMethod: 'POST',
		path: 'rename',
		run: ({ server }) => server.rename(),
	},
];
