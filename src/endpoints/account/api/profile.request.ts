import { ApiProperty } from '@nestjs/swagger';
import { Conforms } from '#platform/http';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '#people/users';

/** A form cannot carry these, so nobody could sign in with a password that has them. */
function unsendable(password: string): string | undefined {
  const sendable = /^[^\p{Cc}\p{Cs}]*$/u.test(password);
  return sendable ? undefined : 'The password must not contain control characters.';
}

export class ChangePasswordRequest {
  @ApiProperty({ writeOnly: true, description: 'Proves that it is you who asks.' })
  // Whatever it is: if it is not the password, it is wrong.
  @Conforms(() => undefined)
  current_password: string;

  @ApiProperty({
    writeOnly: true,
    example: 'correct horse battery staple',
    minLength: MIN_PASSWORD_LENGTH,
    maxLength: MAX_PASSWORD_LENGTH,
  })
  @Conforms(unsendable)
  new_password: string;
}
