import type { PortalError } from '../../../nodes/Bitrix24/transport/errors';
import { MAX_TRIES, pauseBeforeRetry } from '../../../nodes/Bitrix24/transport/retry';

const NOW = 1_800_000_000_000;
const error = (code: string, more: Partial<PortalError> = {}): PortalError => ({
	code,
	message: 'Something is wrong.',
	advice: 'Do something.',
	...more,
});
const pause = (refusal: PortalError, method: string, tries = 1, maxWaitMs = 60_000) =>
	pauseBeforeRetry(refusal, { method, params: {} }, tries, { maxWaitMs }, NOW);

it('repeats what the limit kept out, whatever the method, with growing pauses', () => {
	const pauses = [1, 2, 3, 4].map((tries) =>
		pause(error('QUERY_LIMIT_EXCEEDED', { status: 503 }), 'pull.application.push.add', tries),
	);
	expect(pauses).toEqual([1000, 1500, 2250, 3375]);
});

it('makes a call five times at most', () => {
	expect(pause(error('QUERY_LIMIT_EXCEEDED'), 'profile', MAX_TRIES)).toBeUndefined();
	expect(MAX_TRIES).toBe(5);
});

it.each([
	['soon', NOW + 5000, 6000],
	['in the past', NOW - 5000, 1000],
	['later than the user waits', NOW + 60_000, undefined],
	['at a time it did not tell', undefined, 10_000],
])('waits for a blocked method that is free %s', (_, resetsAt, expected) => {
	const blocked = error('OPERATION_TIME_LIMIT', { status: 429, resetsAt });
	expect(pause(blocked, 'pull.application.push.add')).toBe(expected);
});

it('repeats the answer to a busy workflow, and takes 423 for that nowhere else', () => {
	expect(pause(error('423', { status: 400 }), 'bizproc.event.send')).toBe(1000);
	expect(pause(error('423', { status: 400 }), 'bizproc.activity.log')).toBe(1000);
	expect(pause(error('423', { status: 400 }), 'crm.deal.add')).toBeUndefined();
});

const BROKEN = [error('unreachable'), error('unreadable_answer', { status: 502 })];

it.each([
	'events',
	'profile',
	'event.get',
	'event.bind',
	'event.unbind',
	'event.offline.list',
	'event.offline.clear',
	'user.get',
	'crm.deal.list',
	'crm.lead.fields',
	'bizproc.robot.add',
	'bizproc.activity.update',
	'bizproc.robot.list',
	'bizproc.workflow.instances',
	'bizproc.workflow.template.list',
])('repeats %s where no answer came', (method) => {
	for (const broken of BROKEN) expect(pause(broken, method)).toBe(1000);
});

it.each([
	'pull.application.event.add',
	'pull.application.push.add',
	'bizproc.event.send',
	'bizproc.activity.log',
	'bizproc.robot.delete',
	'bizproc.workflow.start',
	'bizproc.workflow.terminate',
	'event.offline.get',
	'event.offline.error',
	'crm.deal.add',
	'crm.deal.update',
	'batch',
])('does not repeat %s where nobody knows what became of it', (method) => {
	for (const broken of BROKEN) expect(pause(broken, method)).toBeUndefined();
});

it('repeats every method whose request never left', () => {
	const refused = error('unreachable', { neverLeft: true });
	expect(pause(refused, 'pull.application.push.add')).toBe(1000);
});

it.each(['COMMAND_ERROR', 'ACCESS_DENIED', 'insufficient_scope', '404', 'no_result', 'cancelled'])(
	'does not repeat %s',
	(code) => {
		expect(pause(error(code, { status: 400 }), 'profile')).toBeUndefined();
	},
);

it('does not wait for a queue server that the portal does not have, whatever the status', () => {
	const missing = error('SERVER_ERROR', { status: 500 });
	expect(pause(missing, 'pull.application.config.get')).toBeUndefined();
});
