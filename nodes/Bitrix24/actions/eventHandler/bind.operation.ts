import { bindCall, explainBinding, isAlreadyBound } from '../../events/binding';
import { authConnectorField, minTimeout, minTimeoutField } from '../../forms/bindingOptions';
import { collection } from '../../forms/parameters';
import { textOf } from '../../values/json';
import type { Operation } from '../operation';
import { authTypeField, binding, bindingFields } from './bindingForm';

const ALREADY_BOUND = 'already bound';

/**
 * event.bind (docs/reference/bitrix24.md#event-bind). It also succeeds if the handler is already
 * bound.
 */
export const bind: Operation = {
	value: 'bind',
	name: 'Bind',
	action: 'Bind an event handler',
	description: 'Let the portal call an address for each event, or keep the event in its queue',
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
		const options = collection(parameters('options'));
		return bindCall({ ...binding(parameters), minTimeout: minTimeout(options.minTimeout) });
	},
	judge(outcome, { params }) {
		if (!outcome.ok && isAlreadyBound(outcome.error)) return { ok: true, result: ALREADY_BOUND };
		return explainBinding(outcome, textOf(params.event));
	},
	output: (result) => ({ success: true, alreadyBound: result === ALREADY_BOUND }),
};
