import { endProcess, findProcess } from '../automation/advance';
import { answerRun, closeOverdue } from '../automation/closeRun';
import { documentFields } from '../automation/documents';
import { type NamedStep, stepOfToken } from '../automation/eventToken';
import { returnedValues } from '../automation/propertyValues';
import { refusalIn, type RuleRun } from '../automation/ruleRun';
import { isEmpty, text, upperCaseKeys } from '../php/values';
import type { Portal } from '../portal/portal';
import type { MethodCall, RestMethod } from '../rest/method';
import { accessDenied, RestError } from '../rest/restError';

/**
 * `bizproc.event.send` and `bizproc.activity.log`: no application, role or owner is checked
 * (docs/reference/bitrix24.md#rule-answer).
 */
export const RULE_ANSWER_METHODS: readonly RestMethod[] = [
	{ name: 'bizproc.event.send', scope: 'bizproc', run: sendEvent },
	{ name: 'bizproc.activity.log', scope: 'bizproc', run: writeLog },
];

const DEFAULT_LOG_MESSAGE = 'Received application response';

function sendEvent({ portal, params }: MethodCall) {
	const fields = upperCaseKeys(params);
	const run = waitingRun(portal, signedStep(portal, fields.EVENT_TOKEN));
	if (run) {
		addToLog(run, fields.LOG_MESSAGE);
		const rule = portal.rules.find(
			({ code, clientId }) => code === run.code && clientId === run.clientId,
		);
		answerRun(portal, run, returnedValues(rule, fields.RETURN_VALUES));
	}
	return { result: true };
}

function writeLog({ portal, params }: MethodCall) {
	const fields = upperCaseKeys(params);
	const step = signedStep(portal, fields.EVENT_TOKEN);
	if (isEmpty(fields.LOG_MESSAGE)) {
		throw new RestError(400, 'ERROR_EMPTY_LOG_MESSAGE', 'Empty log message!');
	}
	const run = waitingRun(portal, step);
	if (run) {
		addToLog(run, fields.LOG_MESSAGE);
		portal.changes.announce();
	}
	return { result: true };
}

function signedStep(portal: Portal, eventToken: unknown): NamedStep {
	const step = stepOfToken(text(eventToken), portal.signingKey);
	if (step === undefined) throw accessDenied();
	return step;
}

/**
 * The run, if it waits; undefined if the answer has no effect. Throws if the business process is
 * over or busy; an unknown one counts as over. Terminates it if its document is gone.
 */
function waitingRun(portal: Portal, { workflowId, activityName }: NamedStep): RuleRun | undefined {
	closeOverdue(portal);
	const run = portal.runs.find(
		(known) => known.workflowId === workflowId && known.activityName === activityName,
	);
	const refusal = refusalIn(run?.state ?? 'finished');
	if (refusal) throw new RestError(400, refusal.code, refusal.description);
	if (run && isDocumentGone(portal, run)) {
		terminate(portal, run);
		return undefined;
	}
	return run?.state === 'waiting' ? run : undefined;
}

function isDocumentGone(portal: Portal, run: RuleRun): boolean {
	if (run.state === 'documentDeleted') return true;
	return run.documentExisted && documentFields(portal, run.documentId) === undefined;
}

function terminate(portal: Portal, run: RuleRun): void {
	const businessProcess = findProcess(portal, run.workflowId);
	if (businessProcess)
		endProcess(portal, businessProcess, 'terminated', 'The document was deleted.');
	run.state = 'finished';
}

/** What is not a text, or is empty, is logged as the default message. */
function addToLog(run: RuleRun, message: unknown): void {
	const written = typeof message === 'string' && !isEmpty(message) ? message : DEFAULT_LOG_MESSAGE;
	run.log.push(written);
	run.logMessage = written;
}
