import { workflowOfToken } from '../automation/eventToken';
import type { RuleProperty } from '../automation/rule';
import type { RuleRun, RuleRunState } from '../automation/ruleRun';
import { asMap, isArray, isEmpty, type PhpMap, text, upperCaseKeys } from '../php/values';
import type { Portal } from '../portal/portal';
import type { MethodCall, RestMethod } from '../rest/method';
import { accessDenied, RestError } from '../rest/restError';

/** `bizproc.event.send` and `bizproc.activity.log`: no application, role or owner is checked (rest.md 7.4). */
export const RULE_ANSWER_METHODS: readonly RestMethod[] = [
	{ name: 'bizproc.event.send', scope: 'bizproc', run: sendEvent },
	{ name: 'bizproc.activity.log', scope: 'bizproc', run: writeLog },
];

const DEFAULT_LOG_MESSAGE = 'Received application response';

/** Errors of a workflow that cannot take the answer. */
const REFUSALS: Partial<Record<RuleRunState, readonly [code: string, description: string]>> = {
	finished: ['404', 'The business process is not found.'],
	busy: ['423', 'The workflow is hung or being executed'],
};

function sendEvent({ portal, params }: MethodCall) {
	const fields = upperCaseKeys(params);
	const run = runOfToken(portal, fields.EVENT_TOKEN);
	if (run.state === 'waiting') {
		const rule = portal.rules.find(({ code }) => code === run.code);
		run.returnedValues = matchedValues(rule?.returnProperties ?? {}, asMap(fields.RETURN_VALUES));
		run.state = 'completed';
		addToLog(
			portal,
			run,
			isEmpty(fields.LOG_MESSAGE) ? DEFAULT_LOG_MESSAGE : text(fields.LOG_MESSAGE),
		);
	}
	return { result: true };
}

function writeLog({ portal, params }: MethodCall) {
	const fields = upperCaseKeys(params);
	const workflowId = signedWorkflow(portal, fields.EVENT_TOKEN);
	if (isEmpty(fields.LOG_MESSAGE)) {
		throw new RestError(400, 'ERROR_EMPTY_LOG_MESSAGE', 'Empty log message!');
	}
	const run = reachableRun(portal, workflowId);
	if (run.state === 'waiting') addToLog(portal, run, text(fields.LOG_MESSAGE));
	return { result: true };
}

function runOfToken(portal: Portal, eventToken: unknown): RuleRun {
	return reachableRun(portal, signedWorkflow(portal, eventToken));
}

function signedWorkflow(portal: Portal, eventToken: unknown): string {
	const workflowId = workflowOfToken(text(eventToken), portal.signingKey);
	if (workflowId === undefined) throw accessDenied();
	return workflowId;
}

/** The run, unless its workflow is over or busy; a workflow nobody knows is over. */
function reachableRun(portal: Portal, workflowId: string): RuleRun {
	const run = portal.runs.find((known) => known.workflowId === workflowId);
	const refusal = REFUSALS[run?.state ?? 'finished'];
	if (!run || refusal) {
		const [code, description] = refusal ?? ['404', 'The business process is not found.'];
		throw new RestError(400, code, description);
	}
	return run;
}

/** Names matched in any case, unknown ones dropped, multiple ones as lists (rest.md 7.4). */
function matchedValues(properties: Record<string, RuleProperty>, given: PhpMap): PhpMap {
	const values = upperCaseKeys(given);
	return Object.fromEntries(
		Object.entries(properties)
			.filter(([id]) => Object.hasOwn(values, id.toUpperCase()))
			.map(([id, { multiple }]) => {
				const value = values[id.toUpperCase()];
				return [id, multiple && !isArray(value) ? [value] : value];
			}),
	);
}

function addToLog(portal: Portal, run: RuleRun, message: string): void {
	run.log.push(message);
	run.logMessage = message;
	portal.changes.announce();
}
