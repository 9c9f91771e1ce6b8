import { bindCall, explainBinding, isAlreadyBound } from '../../events/binding';
import { authConnectorField } from '../../forms/authConnectorField';
import { MIN_TIMEOUT_FAULT, minTimeoutField } from '../../forms/minTimeoutField';
import { collection } from '../../forms/parameters';
import { textOf } from '../../values/json';
import { InputError } from '../../values/problem';
import type { Operation } from '../operation';
import { authTypeField, binding, bindingFields } from './bindingForm';

const ALREADY_BOUND = 'already bound';

/** event.bind (docs/reference/bitrix24.md#event-bind). Binding what is bound already succeeds. */
export const bind: Operation = {
	value: 'bind',
	name: 'Bind',
	action: 'Bind an event handler',
	description: 'Let the portal call an address at each event, or keep the event in its queue',
	properties: [
		...bindingFields,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [minTimeoutField, authTypeField, authConnectorField],
		},
	],
	call(parameters) {
		const { minTimeout } = collection(parameters('options'));
		return bindCall({ ...binding(parameters), minTimeout: seconds(minTimeout) });
	},
	judge(outcome, { params }) {
		if (!outcome.ok && isAlreadyBound(outcome.error)) return { ok: true, result: ALREADY_BOUND };
		return explainBinding(outcome, textOf(params.event));
	},
	output: (result) => ({ success: true, alreadyBound: result === ALREADY_BOUND }),
};

function seconds(value: unknown): number | undefined {
	if (value === undefined || value === '' || value === null) return undefined;
	const given = Number(value);
	if (!Number.isInteger(given) || given < 1) {
		throw new InputError(MIN_TIMEOUT_FAULT.message, MIN_TIMEOUT_FAULT.advice);
	}
	return given;
}
