import type { IDataObject } from 'n8n-workflow';

import { kindOfCall, listRulesCall } from '../../automation/registration';
import { textsOf } from '../../values/json';
import type { Operation } from '../operation';
import { kindField, ruleKind } from './ruleFields';

/**
 * bizproc.robot.list or bizproc.activity.list (docs/reference/bitrix24.md#rule-list). They return
 * nothing but codes.
 */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many automation rules',
	description:
		'List the codes of the automation rules or workflow actions that this application has added; needs an administrator',
	properties: [kindField],
	call: (parameters) => listRulesCall(ruleKind(parameters)),
	output(result, { method }) {
		return textsOf(result).map((code): IDataObject => ({ code, kind: kindOfCall(method) }));
	},
};
