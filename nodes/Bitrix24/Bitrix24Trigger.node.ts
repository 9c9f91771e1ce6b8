import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { getEvents } from './methods/events';
import { searchUsers } from './methods/listSearch';
import { triggerForm } from './triggers/event/form';
import { receiveEvent } from './triggers/event/incoming';
import { isRegistered, register, unregister } from './triggers/event/registration';
import { webhookDescription } from './triggers/portalCall';

export class Bitrix24Trigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bitrix24 Trigger',
		name: 'bitrix24Trigger',
		icon: { light: 'file:../../icons/bitrix24.svg', dark: 'file:../../icons/bitrix24.dark.svg' },
		group: ['trigger'],
		// Version 2 from the start: for version 1, n8n evaluates one more expression for every call.
		version: 2,
		subtitle: '={{ [].concat($parameter["events"]).join(", ") }}',
		description: 'Starts the workflow when something happens in Bitrix24',
		eventTriggerDescription: 'Waiting for Bitrix24 to report an event',
		activationMessage: 'Bitrix24 now calls this workflow for each of the chosen events.',
		defaults: { name: 'Bitrix24 Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bitrix24OAuth2Api', required: true }],
		webhooks: [webhookDescription],
		triggerPanel: {
			header: 'Let Bitrix24 report an event',
			executionsHelp: {
				inactive:
					'<b>While building</b>, press Execute step and let the event happen in Bitrix24, for example by saving a deal. Bitrix24 must be able to reach this n8n from the internet.<br /><br /><b>When you are done</b>, publish the workflow: the trigger then registers itself in Bitrix24.',
				active:
					'<b>While building</b>, press Execute step and let the event happen in Bitrix24. The published workflow continues to receive its events.<br /><br /><b>Published workflows</b> run by themselves; see the list of executions.',
			},
			activationHint: {
				active: 'The workflow is published: Bitrix24 reports its events automatically.',
				inactive:
					'Publish the workflow to let the trigger register itself in Bitrix24 permanently.',
			},
		},
		properties: triggerForm,
	};

	methods = {
		loadOptions: { getEvents },
		listSearch: { searchUsers },
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isRegistered(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await register(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				await unregister(this);
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveEvent(this);
	}
}
