import type { IDataObject } from 'n8n-workflow';

import { kindOfCall, listRulesCall } from '../../automation/registration';
import type { Operation } from '../operation';
import { kindField, ruleKind } from './ruleFields';

/** bizproc.robot.list or bizproc.activity.list (rest.md 7.2). They answer with codes and nothing else. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many automation rules',
	description:
		'List the codes of the automation rules or workflow actions that this application has added; needs an administrator',
	properties: [kindField],
	call: (parameters) => listRulesCall(ruleKind(parameters)),
	output(result, { method }) {
		const codes = Array.isArray(result) ? result.filter((code) => typeof code === 'string') : [];
		return codes.map((code): IDataObject => ({ code, kind: kindOfCall(method) }));
	},
};
