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

const GONE = { message: 'The business process has ended already, or never existed.' };
const GONE_ADVICE = 'Check the workflow ID; a list of what runs is given by Get Many Instances.';
const BUSY = 'The business process is being executed at this moment.';

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
			'Use the event token just as the automation rule sent it, and answer on the portal that sent it.',
	},
	{
		code: '404',
		methods: [ANSWER],
		message:
			'The workflow in Bitrix24 that asked has ended or was deleted, so nobody waits for this answer.',
		advice:
			'Answer sooner, or give the rule in Bitrix24 a longer time to wait; nothing was changed on the portal.',
	},
	{
		code: '404',
		methods: [LOG],
		message:
			'The workflow in Bitrix24 that asked has ended or was deleted, so its log takes nothing more.',
		advice: 'Write before the rule is answered, or give it in Bitrix24 a longer time to wait.',
	},
	{
		code: '423',
		methods: [ANSWER, LOG],
		message: 'The workflow in Bitrix24 that asked is busy at this moment.',
		advice: 'Send it again in a moment; the event token stays good.',
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
		message: 'Only an administrator of the portal may use {method}.',
		advice: 'Connect the credential as an administrator of the portal.',
	},
	{
		code: 'ERROR_ACTIVITY_ALREADY_INSTALLED',
		message: 'The application has a rule or an action of the code {code} already.',
		advice:
			'Use the operation Create or Update, or another code; rules and actions share one space of codes.',
	},
	{
		code: 'ERROR_ACTIVITY_NOT_FOUND',
		methods: CHANGES,
		message: 'The application has no automation rule of the code {code}.',
		advice: 'Check the code; a workflow action of the same code is not meant here.',
	},
	{
		code: 'ERROR_ACTIVITY_NOT_FOUND',
		methods: ACTION_CHANGES,
		message: 'The application has no workflow action of the code {code}.',
		advice: 'Check the code; an automation rule of the same code is not meant here.',
	},
	{
		code: 'ERROR_ACTIVITY_ADD_FAILURE',
		when: /already added/i,
		message: 'Another call is adding a rule or an action of the code {code} at this moment.',
		advice: WAIT,
		cause: 'temporarily-unavailable',
	},
	...['ERROR_ACTIVITY_ADD_FAILURE', 'ERROR_ACTIVITY_VALIDATION_FAILURE'].map((code) => ({
		code,
		when: /save/i,
		message: 'Bitrix24 could not save the rule {code}.',
		advice:
			'Use fewer or shorter fields, return values, choices and descriptions: each of the two lists may take 65,535 bytes.',
	})),
	...validation([
		[/empty data/i, 'Nothing was said of the rule.', 'Give its code, handler, name and fields.'],
		[
			/empty activity code/i,
			'The code of the rule is empty.',
			'Give a code such as check_credit_limit.',
		],
		[
			/wrong activity code/i,
			'Bitrix24 does not accept the code {code}.',
			'Use letters from a to z, digits, dots, - and _ only, 128 characters at most.',
		],
		[
			/empty activity name/i,
			'The name of the rule is empty.',
			'Give a name that people recognise in Bitrix24.',
		],
		[
			/wrong properties array/i,
			'Bitrix24 could not read the fields or return values.',
			'Give an object that holds one object for each ID.',
		],
		[
			/wrong property key/i,
			'Bitrix24 does not accept the ID of a field or return value.',
			'Use letters from a to z, digits and _ only, beginning with a letter; Bitrix24 names it below.',
		],
		[
			/empty property name/i,
			'A field or return value has no name.',
			'Give it a name; Bitrix24 tells its ID below.',
		],
		[
			/DOCUMENT_TYPE/,
			'Bitrix24 does not know the document type.',
			'Check that it exists, such as the smart process of that ID, and that it has business processes.',
		],
		[
			/FILTER/,
			'Bitrix24 could not read the filter of document types.',
			'Give an object with the lists INCLUDE or EXCLUDE.',
		],
		[
			/no fields to update/i,
			'Nothing was given that could be changed.',
			'Give at least one field.',
		],
	]),
	{
		code: 'ERROR_WRONG_WORKFLOW_ID',
		methods: [START],
		when: /empty/i,
		message: 'No template was named.',
		advice: 'Choose the template of the business process.',
	},
	{
		code: 'ERROR_WRONG_WORKFLOW_ID',
		methods: [START],
		message: 'The portal has no such template of a business process.',
		advice: 'Choose the template from the list; it may have been deleted.',
	},
	{
		code: 'ERROR_WRONG_WORKFLOW_ID',
		methods: [TERMINATE],
		message: 'No business process was named.',
		advice: 'Give the ID that Start or Get Many Instances gave.',
	},
	{
		code: '',
		methods: [START],
		when: /wrong DOCUMENT_ID/i,
		message: 'The document on which the process should run does not exist.',
		advice: 'Check the document type and the ID; the record may have been deleted.',
	},
	{
		code: '',
		methods: [START],
		when: /document type/i,
		message: 'Bitrix24 cannot tell what kind of document the process should run on.',
		advice: 'Check the document type; give module, object and ID as the documentation has them.',
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
