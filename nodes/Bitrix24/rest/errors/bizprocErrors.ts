import { WAIT } from './advice';
import type { ErrorRow } from './portalError';

const ANSWER = 'bizproc.event.send';
const LOG = 'bizproc.activity.log';
const START = 'bizproc.workflow.start';
const TERMINATE = 'bizproc.workflow.terminate';
const CHANGES = ['bizproc.robot.update', 'bizproc.robot.delete'];
const ACTION_CHANGES = ['bizproc.activity.update', 'bizproc.activity.delete'];
const FOR_ADMINISTRATORS = [
	'bizproc.robot.add',
	'bizproc.robot.list',
	...CHANGES,
	'bizproc.activity.add',
	'bizproc.activity.list',
	...ACTION_CHANGES,
	START,
	TERMINATE,
	'bizproc.workflow.instances',
	'bizproc.workflow.template.list',
];

const GONE = { message: 'The business process has already ended, or never existed.' };
const GONE_ADVICE = 'Check the ID; Get Many Instances lists the processes that are running.';
const BUSY = 'The business process is being executed at the moment.';

/**
 * Errors of automation rules, workflow actions and business processes:
 * docs/reference/bitrix24.md#automation-rules.
 */
export const BIZPROC_ERRORS: readonly ErrorRow[] = [
	{
		code: 'ACCESS_DENIED',
		methods: [ANSWER, LOG],
		message: 'Bitrix24 does not recognise the event token.',
		advice:
			'Use the event token exactly as the automation rule sent it, with a credential of the portal that sent it.',
	},
	{
		code: '404',
		methods: [ANSWER],
		message:
			'The business process that asked has ended or was deleted, so nothing waits for this answer.',
		advice:
			'Nothing was changed on the portal. Answer sooner, or let the rule wait longer in Bitrix24.',
	},
	{
		code: '404',
		methods: [LOG],
		message:
			'The business process that asked has ended or was deleted, so nothing can be written to its log.',
		advice: 'Write before the rule is answered, or let the rule wait longer in Bitrix24.',
	},
	{
		code: '423',
		methods: [ANSWER, LOG],
		message: 'The business process that asked is busy at the moment.',
		advice: 'Run the workflow again in a moment; the event token remains valid.',
		cause: 'temporarily-unavailable',
		reaction: 'repeat',
	},
	{
		code: 'ERROR_EMPTY_LOG_MESSAGE',
		message: 'The log message is empty.',
		advice: 'Write a message.',
	},
	{
		code: 'ACCESS_DENIED',
		methods: FOR_ADMINISTRATORS,
		message: 'Only an administrator of the portal can use {method}.',
		advice: 'Connect the credential as an administrator of the portal.',
	},
	{
		code: 'ERROR_ACTIVITY_ALREADY_INSTALLED',
		message: 'The application already has a rule or an action with the code {code}.',
		advice:
			'Use the operation Create or Update, or another code; a rule and an action cannot have the same code.',
	},
	{
		code: 'ERROR_ACTIVITY_NOT_FOUND',
		methods: CHANGES,
		message: 'The application has no automation rule with the code {code}.',
		advice: 'Check the code, or choose Workflow Action as the kind.',
	},
	{
		code: 'ERROR_ACTIVITY_NOT_FOUND',
		methods: ACTION_CHANGES,
		message: 'The application has no workflow action with the code {code}.',
		advice: 'Check the code, or choose Automation Rule as the kind.',
	},
	{
		code: 'ERROR_ACTIVITY_ADD_FAILURE',
		when: /already added/i,
		message: 'Another call is adding a rule or an action with the code {code} at the moment.',
		advice: WAIT,
		cause: 'temporarily-unavailable',
	},
	...['ERROR_ACTIVITY_ADD_FAILURE', 'ERROR_ACTIVITY_VALIDATION_FAILURE'].map((code) => ({
		code,
		when: /save/i,
		message: 'Bitrix24 could not save the rule {code}.',
		advice:
			'Use fewer or shorter fields, return values, choices and descriptions: the list of fields and the list of return values can each have 65,535 bytes.',
	})),
	...validation([
		[/empty data/i, 'The rule has no data.', 'Give its code, handler, name and fields.'],
		[
			/empty activity code/i,
			'The code of the rule is empty.',
			'Give a code such as check_credit_limit.',
		],
		[
			/wrong activity code/i,
			'Bitrix24 does not accept the code {code}.',
			'Use letters from a to z, digits, dots, - and _ only, and at most 128 characters.',
		],
		[
			/empty activity name/i,
			'The name of the rule is empty.',
			'Give a name that people recognise in Bitrix24.',
		],
		[
			/wrong properties array/i,
			'Bitrix24 could not read the fields or return values.',
			'Give an object that contains an object for each ID.',
		],
		[
			/wrong property key/i,
			'Bitrix24 does not accept the ID of a field or return value.',
			'Use letters from a to z, digits and _ only, beginning with a letter; see the words of Bitrix24 below for the ID.',
		],
		[
			/empty property name/i,
			'A field or return value has no name.',
			'Give it a name; see the words of Bitrix24 below for its ID.',
		],
		[
			/DOCUMENT_TYPE/,
			'Bitrix24 does not know the document type.',
			'Check that it exists, for example that there is a smart process with that ID, and that it supports business processes.',
		],
		[
			/FILTER/,
			'Bitrix24 could not read the filter of document types.',
			'Give an object with the list INCLUDE or EXCLUDE.',
		],
		[/no fields to update/i, 'Nothing to change was given.', 'Give at least one field.'],
	]),
	{
		code: 'ERROR_WRONG_WORKFLOW_ID',
		methods: [START],
		when: /empty/i,
		message: 'No template was given.',
		advice: 'Choose the template of the business process.',
	},
	{
		code: 'ERROR_WRONG_WORKFLOW_ID',
		methods: [START],
		message: 'The template of the business process does not exist on the portal.',
		advice: 'Choose a template from the list; the one that was given may have been deleted.',
	},
	{
		code: 'ERROR_WRONG_WORKFLOW_ID',
		methods: [TERMINATE],
		message: 'No business process was given.',
		advice: 'Give the ID that Start or Get Many Instances gave.',
	},
	{
		code: '',
		methods: [START],
		when: /wrong DOCUMENT_ID/i,
		message: 'The document that the process should run on does not exist.',
		advice: 'Check the document type and the ID; the record may have been deleted.',
	},
	{
		code: '',
		methods: [START],
		when: /document type/i,
		message: 'Bitrix24 does not recognise the kind of document that the process should run on.',
		advice:
			'Check the document type; write module, object and ID as the documentation of Bitrix24 does.',
	},
	{
		code: '',
		methods: [START],
		when: /mismatch/i,
		message: 'The template was made for another kind of document.',
		advice: 'Choose a template for this document type, or another document.',
	},
	{ code: '404', methods: [TERMINATE], ...GONE, advice: GONE_ADVICE },
	{ code: '', methods: [TERMINATE], when: /not found/i, ...GONE, advice: GONE_ADVICE },
	...['423', ''].map((code) => ({
		code,
		methods: [TERMINATE],
		when: /hung|executed/i,
		message: BUSY,
		advice: WAIT,
		cause: 'temporarily-unavailable' as const,
	})),
];

function validation(
	rows: ReadonlyArray<readonly [when: RegExp, message: string, advice: string]>,
): ErrorRow[] {
	return rows.map(([when, message, advice]) => ({
		code: 'ERROR_ACTIVITY_VALIDATION_FAILURE',
		when,
		message,
		advice,
	}));
}
