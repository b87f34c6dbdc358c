import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  ProvisionedThroughputExceededException,
  ResourceNotFoundException,
  ThrottlingException,
} from '@aws-sdk/client-dynamodb';
import { toAttributes } from '../../lambdas/adapters/dynamodb/attribute-values.ts';

const $metadata = { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 };

/** The SDK has no class for this one: it arrives as the service's base class with a name. */
export const invalid = (message: string): DynamoDBServiceException =>
  new DynamoDBServiceException({ name: 'ValidationException', message, $fault: 'client', $metadata });

/** The item is in wire form even for the document client, which does not translate exceptions. */
export const conditionFailed = (item?: Readonly<Record<string, unknown>>): ConditionalCheckFailedException =>
  new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata,
    ...(item !== undefined && { Item: toAttributes(item) }),
  });

export const tableNotFound = (): ResourceNotFoundException =>
  new ResourceNotFoundException({ message: 'Requested resource not found', $metadata });

export const throttled = (): ThrottlingException =>
  new ThrottlingException({ message: 'Throughput exceeds the current capacity of your table or index', $metadata });

export const throughputExceeded = (): ProvisionedThroughputExceededException =>
  new ProvisionedThroughputExceededException({
    message: 'The level of configured provisioned throughput for the table was exceeded',
    $metadata,
  });
