import { unbindCall } from '../../events/binding';
import { authConnectorField } from '../../forms/bindingOptions';
import { objectOf } from '../../values/json';
import type { Operation } from '../operation';
import { authTypeField, binding, bindingFields } from './bindingForm';

/**
 * event.unbind (docs/reference/bitrix24.md#unbind). It succeeds even if nothing is bound, as it does
 * for the portal.
 */
export const unbind: Operation = {
	value: 'unbind',
	name: 'Unbind',
	action: 'Unbind an event handler',
	description: 'Stop the portal from calling an address for an event, or from keeping the event',
	properties: [
		...bindingFields,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					...authTypeField,
					description:
						"Unbind only this user's handler (auth_type). If empty, an administrator unbinds the handlers of all users, other users unbind their own.",
				},
				authConnectorField,
			],
		},
	],
	call: (parameters) => unbindCall(binding(parameters)),
	output(result) {
		const count = Number(objectOf(result).count ?? 0);
		return { deleted: count > 0, count };
	},
};
