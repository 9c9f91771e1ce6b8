import { runRule } from '../automation/runRule';
import type { RuleRunState } from '../automation/ruleRun';
import { createRecord, deleteRecord, updateRecord } from '../crm/records';
import type { Actor } from '../events/raise';
import type { Fault, Faults } from '../faults';
import { FIRST_SESSION_TTL } from '../oauth/tokenStore';
import { asMap, integer, type PhpMap, text } from '../php/values';
import type { Portal } from '../portal/portal';

/** Something the page asks for and cannot have; the text is for its user. */
export class ControlError extends Error {}

interface ActionInput {
	portal: Portal;
	faults: Faults;
	/** Named parts of the path. */
	path: PhpMap;
	/** The JSON body. */
	fields: PhpMap;
}

/** One thing that the page can do. */
interface Action {
	httpMethod: 'POST' | 'DELETE';
	/** Below `/_sandbox/`. */
	path: string;
	/** The answer's result; nothing means true. */
	run: (input: ActionInput) => unknown;
}

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
};

const RUN_STATES: readonly RuleRunState[] = ['waiting', 'completed', 'finished', 'busy'];

/** Everything the page can do. */
export const ACTIONS: readonly Action[] = [
	{
		httpMethod: 'POST',
		path: 'leads',
		run: ({ portal, fields }) => createRecord(portal, 'LEAD', fields, signedIn(portal)),
	},
	{
		httpMethod: 'POST',
		path: 'leads/:id',
		run: ({ portal, path, fields }) =>
			expect(
				updateRecord(portal, 'LEAD', integer(path.id), fields, signedIn(portal)),
				`There is no lead ${text(path.id)}.`,
			),
	},
	{
		httpMethod: 'DELETE',
		path: 'leads/:id',
		run: ({ portal, path }) =>
			expect(
				deleteRecord(portal, 'LEAD', integer(path.id), signedIn(portal)),
				`There is no lead ${text(path.id)}.`,
			),
	},
	{
		httpMethod: 'POST',
		path: 'rules/:code/run',
		run: ({ portal, path, fields }) => {
			const rule = portal.rules.find(({ code }) => code === path.code);
			const { documentId, properties } = fields;
			return runRule(portal, expect(rule, `There is no rule ${text(path.code)}.`), {
				...(documentId === undefined ? {} : { documentId: text(documentId) }),
				properties: asMap(properties),
			}).workflowId;
		},
	},
	{
		httpMethod: 'POST',
		path: 'runs/:workflowId/state',
		run: ({ portal, path, fields }) => {
			const run = portal.runs.find(({ workflowId }) => workflowId === path.workflowId);
			const state = RUN_STATES.find((known) => known === fields.state);
			expect(run, 'There is no such run.').state = expect(state, 'There is no such state.');
		},
	},
	{
		httpMethod: 'POST',
		path: 'faults',
		run: ({ faults, fields }) => {
			const kind = text(fields.kind);
			const fault = Object.hasOwn(FAULTS, kind) ? FAULTS[kind] : undefined;
			faults.failNext(integer(fields.count ?? 1), expect(fault, 'There is no such fault.'));
		},
	},
	{
		httpMethod: 'DELETE',
		path: 'faults',
		run: ({ faults }) => {
			faults.clear();
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
		path: 'signed-in',
		run: ({ portal, fields }) => {
			const user = portal.findUser(integer(fields.userId));
			portal.currentUserId = expect(user, 'There is no such user.').id;
		},
	},
	{
		httpMethod: 'POST',
		path: 'application',
		run: ({ portal, fields }) => {
			const [application] = portal.applications;
			expect(application, 'There is no application.').handlerPath = text(fields.handlerPath);
		},
	},
];

function signedIn(portal: Portal): Actor {
	return { userId: portal.currentUserId, sessionTtl: FIRST_SESSION_TTL };
}

function expect<T>(value: T | undefined | false, otherwise: string): T {
	if (value === undefined || value === false) throw new ControlError(otherwise);
	return value;
}
