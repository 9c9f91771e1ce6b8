import { clientError, explain } from '../../../nodes/Bitrix24/rest/errors/explain';
import type { PortalError } from '../../../nodes/Bitrix24/rest/errors/portalError';
import { MAX_HOPS, MAX_TRIES, nextStep } from '../../../nodes/Bitrix24/rest/retryPolicy';
import type { RestCall } from '../../../nodes/Bitrix24/rest/types';

const NOW = 1_800_000_000_000;
const READ: RestCall = { method: 'crm.deal.list', params: {}, idempotent: true };
const SEND: RestCall = { method: 'pull.application.push.add', params: {}, idempotent: false };
const ANSWER: RestCall = { method: 'bizproc.event.send', params: {}, idempotent: false };

const refused = (code: string, call: RestCall, status = 400) =>
	explain({ code, text: '', status }, call);
const after = (error: PortalError, call: RestCall, tries = {}, maxWaitMs = 60_000) =>
	nextStep(error, call, { refusals: 1, renewals: 0, hops: 0, ...tries }, maxWaitMs, NOW);
const GIVE_UP = { step: 'give up' };
const again = (pauseMs: number) => ({ step: 'repeat', pauseMs });

it('repeats what the limit kept out, whatever the method, with growing pauses', () => {
	const limited = refused('QUERY_LIMIT_EXCEEDED', SEND, 503);
	const steps = [1, 2, 3, 4].map((refusals) => after(limited, SEND, { refusals }));
	expect(steps).toEqual([1000, 1500, 2250, 3375].map(again));
});

it('makes a call five times at most', () => {
	expect(after(refused('QUERY_LIMIT_EXCEEDED', READ), READ, { refusals: MAX_TRIES })).toEqual(
		GIVE_UP,
	);
	expect(MAX_TRIES).toBe(5);
});

it.each([
	['soon', NOW + 5000, again(6000)],
	['in the past by our clock', NOW - 5000, again(10_000)],
	['later than the user waits', NOW + 60_000, GIVE_UP],
	['at a time it did not tell', undefined, again(10_000)],
])('waits for a blocked method that is free %s', (_, resetsAt, expected) => {
	const blocked = explain({ code: 'OPERATION_TIME_LIMIT', text: '', status: 429, resetsAt }, SEND);
	expect(after(blocked, SEND)).toEqual(expected);
});

it('repeats the answer to a busy business process, and takes 423 for that nowhere else', () => {
	expect(after(refused('423', ANSWER), ANSWER)).toEqual(again(1000));
	expect(after(refused('423', SEND), SEND)).toEqual(GIVE_UP);
});

describe('where nobody knows what became of a call', () => {
	const unknown = (call: RestCall): Array<[string, PortalError]> => [
		['INTERNAL_SERVER_ERROR', refused('INTERNAL_SERVER_ERROR', call, 500)],
		['ERROR_UNEXPECTED_ANSWER', refused('ERROR_UNEXPECTED_ANSWER', call, 500)],
		['an unknown code with status 500', refused('ODD', call, 500)],
		['no answer', clientError('no_answer', {}, call)],
		['a broken server', clientError('portal_down', {}, call)],
		['an answer without this call', clientError('no_result', {}, call)],
	];

	it.each(unknown(READ))(
		'it is repeated if that does no harm, and the text says so: %s',
		(_, error) => {
			expect(after(error, READ)).toEqual(again(1000));
			expect(error.advice).toMatch(/may have been carried out.*no harm/);
		},
	);

	it.each(unknown(SEND))(
		'it is not repeated otherwise, nor does the text say to: %s',
		(_, error) => {
			expect(after(error, SEND)).toEqual(GIVE_UP);
			expect(error.advice).toMatch(/may have been carried out.*look in Bitrix24 before/);
			expect(error.advice).not.toMatch(/run the workflow again/i);
		},
	);

	it('it is not repeated where the answer would be as unreadable again', () => {
		const error = clientError('unreadable_answer', { status: '200' }, READ);
		expect(after(error, READ)).toEqual(GIVE_UP);
		expect(error.advice).toMatch(/may have been carried out/);
	});
});

it('repeats every method whose request did not reach the portal', () => {
	expect(after(clientError('not_reached', {}, SEND), SEND)).toEqual(again(1000));
});

it.each(['expired_token', 'invalid_token', 'EXPIRED_TOKEN'])(
	'renews the token at %s, twice for one call at most',
	(code) => {
		const dead = refused(code, SEND, 401);
		expect(after(dead, SEND)).toEqual({ step: 'renew token' });
		expect(after(dead, SEND, { renewals: 2 })).toEqual(GIVE_UP);
	},
);

it('follows a portal to its new address, three times for one call at most', () => {
	const restUrl = 'https://new.example.com/rest/';
	const moved = clientError('portal_moved', { host: '' }, SEND, { movedTo: restUrl });
	expect(after(moved, SEND)).toEqual({ step: 'follow portal', restUrl });
	expect(after(moved, SEND, { hops: MAX_HOPS })).toEqual(GIVE_UP);
	expect(after(clientError('portal_moved', { host: '' }, SEND), SEND)).toEqual(GIVE_UP);
});

it.each(['COMMAND_ERROR', 'ACCESS_DENIED', 'insufficient_scope', '404'])(
	'does not repeat %s, also where it would do no harm',
	(code) => {
		expect(after(refused(code, READ), READ)).toEqual(GIVE_UP);
	},
);

it('does not wait for a queue server that the portal does not have, whatever the status', () => {
	const call: RestCall = { method: 'pull.application.config.get', params: {}, idempotent: true };
	expect(after(refused('SERVER_ERROR', call, 500), call)).toEqual(GIVE_UP);
});
