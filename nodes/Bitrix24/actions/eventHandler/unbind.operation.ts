import { unbindCall } from '../../events/binding';
import { authConnectorField } from '../../forms/authConnectorField';
import { isObject } from '../../values/json';
import type { Operation } from '../operation';
import { authTypeField, binding, bindingFields } from './bindingForm';

/**
 * event.unbind (docs/reference/bitrix24.md#unbind). That nothing was bound is no error to the
 * portal, and none here.
 */
export const unbind: Operation = {
	value: 'unbind',
	name: 'Unbind',
	action: 'Unbind an event handler',
	description: 'Stop the portal from calling an address at an event',
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
						"Unbind only this user's handler (auth_type). Empty: an administrator unbinds the handlers of all users, everybody else his own.",
				},
				authConnectorField,
			],
		},
	],
	call: (parameters) => unbindCall(binding(parameters)),
	output(result) {
		const count = isObject(result) ? Number(result.count ?? 0) : 0;
		return { deleted: count > 0, count };
	},
};
