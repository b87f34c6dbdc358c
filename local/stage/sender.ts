/** Of any client of the AWS SDK: a test stands in for it here, so that what is sent and read is what AWS would see. */
export interface Sender {
  send(command: object): Promise<unknown>;
}
