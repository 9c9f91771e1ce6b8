import { runRule } from '../automation/runRule';
import type { RuleRunState } from '../automation/ruleRun';
import { createRecord, deleteRecord, updateRecord } from '../crm/records';
import type { Actor } from '../events/raise';
import { FIRST_SESSION_TTL } from '../oauth/tokenStore';
import { asMap, integer, text } from '../php/values';
import type { Portal } from '../portal/portal';
import { type Action, expect } from './action';
import { FAULT_ACTIONS } from './faultActions';
import { SETTING_ACTIONS } from './settingActions';

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
	...FAULT_ACTIONS,
	...SETTING_ACTIONS,
];

function signedIn(portal: Portal): Actor {
	return { userId: portal.currentUserId, sessionTtl: FIRST_SESSION_TTL };
}
