;; JSON by its bytes: where a value ends, whether a line holds the fields of lines that are known, and what such lines one
;; after the other add up to; strings are passed over sixteen bytes at a time. RFC 8259, read as JSON.parse reads it; what
;; is not JSON beyond doubt has no end.
;; `npm run kernel` assembles it into json-bytes.ts; a test holds the two against each other.
;;
;;   0    known fields: the next one that may stand in the same place (u16, 0: none), the first one that may follow (u16),
;;        the length of the name (u16), marks (u16), the name with its quotes, and a colon; of the field at 0, which is
;;        none, only the first one that may begin a line. Marks: 1 where a line that is an event may end behind it, 8 where
;;        one that wraps a message may, 32 where one may that says of it where it belongs; 2 where it tells the time, 4
;;        where it holds the message, 16 where that is named `log`; of lines that say where they belong 64 where it is a
;;        text that does, 128 where it tells when the event was taken in, 256 where it is neither object nor list
;;   4    where the time began in the last line that was looked at (u32)
;;   8    where the message began in it, or the size of the messages of a record or of lines (u32)
;;   12   16 where the message is named `log` (u32)
;;   16   the first and the last time of a record or of lines (f64)
;;   32   a stamp in quotes as it is to look: the date and what stands before the hour (11 bytes, padded to 16), what stands
;;        behind the fraction with the quote (8 bytes), those of them that count as a mask, UTC ms of midnight there (f64)
;;   72   out of `sumLines`: their mark (u32), where the last of them ends, and where it ended (u32), 1 where the line there
;;        must be read otherwise (u32)
;;   88   where it is told in the last line that was looked at when the event was taken in (u32); 0: it is not
;;   92   out of `sumLines`: how many places its lines name (u32)
;;   96   the fields
;;   32768 places that are known, the texts of a line that say where it belongs: for each of 4,096 remainders of their
;;        hashes the number of one (u16, 0: none)
;;   40960 the numbers of those that the lines of the last sum name (u16)
;;   45056 48 bytes for each place, from number 1 on: where its bytes stand (u32), how many they are (u32), its hash
;;        (u32), the number of the next with the same remainder (u32), and of the last sum the lines (u32), the size of
;;        their messages (u32), the first and the last of their times, and the last time that one was taken in (f64)
;;   143360 the place of the last line that was looked at
;;   147456 the bytes of places
;;   524288 the window that is read; 64 bytes behind it may be read too
(module
  (memory (export "memory") 1)

  ;; The first byte at or after $at that is no blank; a line holds no other white space that a logger would write.
  (func $blanks (param $at i32) (result i32)
    (local $byte i32)
    (loop $search
      (local.set $byte (i32.load8_u (local.get $at)))
      (if (i32.or
            (i32.eq (local.get $byte) (i32.const 32))
            (i32.eq (local.get $byte) (i32.const 9)))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $search))))
    (local.get $at))

  (func $is_digit (param $at i32) (result i32)
    (i32.lt_u (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)) (i32.const 10)))

  (func $is_hex (param $at i32) (result i32)
    (i32.or
      (call $is_digit (local.get $at))
      (i32.lt_u
        (i32.sub
          (i32.or (i32.load8_u (local.get $at)) (i32.const 32))
          (i32.const 97))
        (i32.const 6))))

  ;; Behind the escape whose backslash is at $at; -1: it is none.
  (func $escape (param $at i32) (param $end i32) (result i32)
    (local $kind i32)
    (local.set $kind (i32.load8_u offset=1 (local.get $at)))
    (if (i32.eq (local.get $kind) (i32.const 117))
      (then
        (if (i32.gt_u (i32.add (local.get $at) (i32.const 6)) (local.get $end))
          (then (return (i32.const -1))))
        (return
          (select
            (i32.add (local.get $at) (i32.const 6))
            (i32.const -1)
            (i32.and
              (i32.and
                (call $is_hex (i32.add (local.get $at) (i32.const 2)))
                (call $is_hex (i32.add (local.get $at) (i32.const 3))))
              (i32.and
                (call $is_hex (i32.add (local.get $at) (i32.const 4)))
                (call $is_hex (i32.add (local.get $at) (i32.const 5)))))))))
    ;; " / \ b f n r t
    (if (i32.or
          (i32.or
            (i32.or (i32.eq (local.get $kind) (i32.const 34)) (i32.eq (local.get $kind) (i32.const 47)))
            (i32.or (i32.eq (local.get $kind) (i32.const 92)) (i32.eq (local.get $kind) (i32.const 98))))
          (i32.or
            (i32.or (i32.eq (local.get $kind) (i32.const 102)) (i32.eq (local.get $kind) (i32.const 110)))
            (i32.or (i32.eq (local.get $kind) (i32.const 114)) (i32.eq (local.get $kind) (i32.const 116)))))
      (then (return (i32.add (local.get $at) (i32.const 2)))))
    (i32.const -1))

  ;; Escapes of the string that was read last: of one character, and by its number.
  (global $short (mut i32) (i32.const 0))
  (global $long (mut i32) (i32.const 0))

  ;; Behind the string whose opening quote is at $at.
  (func $string (param $at i32) (param $end i32) (result i32)
    (local $bytes v128) (local $mask i32) (local $byte i32) (local $next i32)
    (global.set $short (i32.const 0))
    (global.set $long (i32.const 0))
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    (loop $search
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const -1))))
      (local.set $bytes (v128.load (local.get $at)))
      (local.set $mask
        (i8x16.bitmask
          (v128.or
            (v128.or
              (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 34)))
              (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 92))))
            (i8x16.le_u (local.get $bytes) (i8x16.splat (i32.const 31))))))
      (if (i32.eqz (local.get $mask))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br $search)))
      (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $mask))))
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const -1))))
      (local.set $byte (i32.load8_u (local.get $at)))
      (if (i32.eq (local.get $byte) (i32.const 34))
        (then (return (i32.add (local.get $at) (i32.const 1)))))
      (if (i32.ne (local.get $byte) (i32.const 92)) (then (return (i32.const -1))))
      (local.set $next (call $escape (local.get $at) (local.get $end)))
      (if (i32.eq (local.get $next) (i32.add (local.get $at) (i32.const 2)))
        (then (global.set $short (i32.add (global.get $short) (i32.const 1))))
        (else (global.set $long (i32.add (global.get $long) (i32.const 1)))))
      (local.set $at (local.get $next))
      (br_if $search (i32.ne (local.get $at) (i32.const -1))))
    (i32.const -1))

  ;; Behind the digits that begin at $at.
  (func $digits (param $at i32) (param $end i32) (result i32)
    (local $mask i32)
    (loop $each
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (local.get $at))))
      (local.set $mask
        (i8x16.bitmask
          (i8x16.ge_u
            (i8x16.sub (v128.load (local.get $at)) (i8x16.splat (i32.const 48)))
            (i8x16.splat (i32.const 10)))))
      (if (i32.eqz (local.get $mask))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br $each))))
    (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $mask))))
    (select (local.get $at) (local.get $end) (i32.lt_u (local.get $at) (local.get $end))))

  (func $number (param $at i32) (param $end i32) (result i32)
    (local $start i32) (local $byte i32)
    (local.set $start
      (i32.add (local.get $at) (i32.eq (i32.load8_u (local.get $at)) (i32.const 45))))
    (local.set $at (call $digits (local.get $start) (local.get $end)))
    (if (i32.eq (local.get $at) (local.get $start)) (then (return (i32.const -1))))
    (if (i32.and
          (i32.eq (i32.load8_u (local.get $start)) (i32.const 48))
          (i32.gt_u (local.get $at) (i32.add (local.get $start) (i32.const 1))))
      (then (return (i32.const -1))))
    (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 46))
      (then
        (local.set $start (i32.add (local.get $at) (i32.const 1)))
        (local.set $at (call $digits (local.get $start) (local.get $end)))
        (if (i32.eq (local.get $at) (local.get $start)) (then (return (i32.const -1))))))
    (if (i32.ne (i32.or (i32.load8_u (local.get $at)) (i32.const 32)) (i32.const 101))
      (then (return (local.get $at))))
    (local.set $byte (i32.load8_u offset=1 (local.get $at)))
    (local.set $start
      (i32.add
        (i32.add (local.get $at) (i32.const 1))
        (i32.or
          (i32.eq (local.get $byte) (i32.const 43))
          (i32.eq (local.get $byte) (i32.const 45)))))
    (local.set $at (call $digits (local.get $start) (local.get $end)))
    (select
      (i32.const -1)
      (local.get $at)
      (i32.eq (local.get $at) (local.get $start))))

  ;; Behind true, false and null.
  (func $word (param $at i32) (param $end i32) (result i32)
    (local $bytes i32)
    (local.set $bytes (i32.load (local.get $at)))
    (if (i32.or
          (i32.eq (local.get $bytes) (i32.const 0x65757274))
          (i32.eq (local.get $bytes) (i32.const 0x6c6c756e)))
      (then (local.set $at (i32.add (local.get $at) (i32.const 4))))
      (else
        (if (i32.and
              (i32.eq (i32.and (local.get $bytes) (i32.const 255)) (i32.const 102))
              (i32.eq (i32.load offset=1 (local.get $at)) (i32.const 0x65736c61)))
          (then (local.set $at (i32.add (local.get $at) (i32.const 5))))
          (else (return (i32.const -1))))))
    (select (local.get $at) (i32.const -1) (i32.le_u (local.get $at) (local.get $end))))

  ;; Behind the colon that follows a name; -1: there is none.
  (func $colon (param $at i32) (result i32)
    (local.set $at (call $blanks (local.get $at)))
    (select
      (i32.add (local.get $at) (i32.const 1))
      (i32.const -1)
      (i32.eq (i32.load8_u (local.get $at)) (i32.const 58))))

  ;; Behind the object or list that begins at $at.
  (func $members (param $at i32) (param $end i32) (param $depth i32) (result i32)
    (local $named i32) (local $closing i32) (local $byte i32)
    (local.set $named (i32.eq (i32.load8_u (local.get $at)) (i32.const 123)))
    (local.set $closing (select (i32.const 125) (i32.const 93) (local.get $named)))
    (local.set $at (call $blanks (i32.add (local.get $at) (i32.const 1))))
    (if (i32.ne (i32.load8_u (local.get $at)) (local.get $closing))
      (then
        (loop $each
          (if (local.get $named)
            (then
              (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 34))
                (then (return (i32.const -1))))
              (local.set $at (call $string (local.get $at) (local.get $end)))
              (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const -1))))
              (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 58))
                (then (local.set $at (i32.add (local.get $at) (i32.const 1))))
                (else
                  (local.set $at (call $colon (local.get $at)))
                  (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const -1))))))
              (if (i32.le_u (i32.load8_u (local.get $at)) (i32.const 32))
                (then (local.set $at (call $blanks (local.get $at)))))))
          (local.set $at
            (call $value (local.get $at) (local.get $end) (i32.add (local.get $depth) (i32.const 1))))
          (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const -1))))
          (local.set $byte (i32.load8_u (local.get $at)))
          (if (i32.le_u (local.get $byte) (i32.const 32))
            (then
              (local.set $at (call $blanks (local.get $at)))
              (local.set $byte (i32.load8_u (local.get $at)))))
          (if (i32.eq (local.get $byte) (i32.const 44))
            (then
              (local.set $at (i32.add (local.get $at) (i32.const 1)))
              (if (i32.le_u (i32.load8_u (local.get $at)) (i32.const 32))
                (then (local.set $at (call $blanks (local.get $at)))))
              (br_if $each (i32.lt_u (local.get $at) (local.get $end)))
              (return (i32.const -1))))
          (if (i32.ne (local.get $byte) (local.get $closing)) (then (return (i32.const -1)))))))
    (select
      (i32.add (local.get $at) (i32.const 1))
      (i32.const -1)
      (i32.lt_u (local.get $at) (local.get $end))))

  ;; Behind the value that begins at $at and ends by $end; -1: there is none, or it lies too deep. Strings without escapes
  ;; and whole numbers are read in place, as blanks are looked for below: a call takes longer than what it does.
  (func $value (export "valueEnd") (param $at i32) (param $end i32) (param $depth i32) (result i32)
    (local $first i32) (local $bytes v128) (local $mask i32) (local $behind i32)
    (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const -1))))
    (local.set $first (i32.load8_u (local.get $at)))
    (if (i32.eq (local.get $first) (i32.const 34))
      (then
        (local.set $behind (i32.add (local.get $at) (i32.const 1)))
        (loop $search
          (local.set $bytes (v128.load (local.get $behind)))
          (local.set $mask
            (i8x16.bitmask
              (v128.or
                (v128.or
                  (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 34)))
                  (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 92))))
                (i8x16.le_u (local.get $bytes) (i8x16.splat (i32.const 31))))))
          (if (i32.eqz (local.get $mask))
            (then
              (local.set $behind (i32.add (local.get $behind) (i32.const 16)))
              (br_if $search (i32.lt_u (local.get $behind) (local.get $end)))
              (return (i32.const -1)))))
        (local.set $behind (i32.add (local.get $behind) (i32.ctz (local.get $mask))))
        (if (i32.and
              (i32.eq (i32.load8_u (local.get $behind)) (i32.const 34))
              (i32.lt_u (local.get $behind) (local.get $end)))
          (then (return (i32.add (local.get $behind) (i32.const 1)))))
        (return (call $string (local.get $at) (local.get $end)))))
    (if (i32.lt_u (i32.sub (local.get $first) (i32.const 49)) (i32.const 9))
      (then
        (local.set $mask
          (i8x16.bitmask
            (i8x16.ge_u
              (i8x16.sub (v128.load (local.get $at)) (i8x16.splat (i32.const 48)))
              (i8x16.splat (i32.const 10)))))
        (local.set $behind (i32.add (local.get $at) (i32.ctz (local.get $mask))))
        (local.set $first (i32.load8_u (local.get $behind)))
        (if (i32.and
              (i32.or
                (i32.eq (local.get $first) (i32.const 44))
                (i32.eq (local.get $first) (i32.const 125)))
              (i32.and
                (i32.ne (local.get $mask) (i32.const 0))
                (i32.lt_u (local.get $behind) (local.get $end))))
          (then (return (local.get $behind))))
        (return (call $number (local.get $at) (local.get $end)))))
    (if (i32.or
          (i32.eq (local.get $first) (i32.const 123))
          (i32.eq (local.get $first) (i32.const 91)))
      (then
        (if (i32.ge_u (local.get $depth) (i32.const 16)) (then (return (i32.const -1))))
        (return (call $members (local.get $at) (local.get $end) (local.get $depth)))))
    (if (i32.gt_u (local.get $first) (i32.const 57))
      (then (return (call $word (local.get $at) (local.get $end)))))
    (call $number (local.get $at) (local.get $end)))

  ;; Whether $length bytes at $a and at $b are the same.
  (func $same (param $a i32) (param $b i32) (param $length i32) (result i32)
    (loop $each
      (if (i32.ge_u (local.get $length) (i32.const 8))
        (then
          (if (i64.ne (i64.load (local.get $a)) (i64.load (local.get $b)))
            (then (return (i32.const 0))))
          (local.set $a (i32.add (local.get $a) (i32.const 8)))
          (local.set $b (i32.add (local.get $b) (i32.const 8)))
          (local.set $length (i32.sub (local.get $length) (i32.const 8)))
          (br $each)))
      (if (local.get $length)
        (then
          (if (i32.ne (i32.load8_u (local.get $a)) (i32.load8_u (local.get $b)))
            (then (return (i32.const 0))))
          (local.set $a (i32.add (local.get $a) (i32.const 1)))
          (local.set $b (i32.add (local.get $b) (i32.const 1)))
          (local.set $length (i32.sub (local.get $length) (i32.const 1)))
          (br $each))))
    (i32.const 1))

  ;; Whether the name of this field stands at $at.
  (func $named (param $field i32) (param $at i32) (result i32)
    (call $same
      (i32.add (local.get $field) (i32.const 8))
      (local.get $at)
      (i32.load16_u offset=4 (local.get $field))))

  ;; Behind the line that was looked at last.
  (global $behind (mut i32) (i32.const 0))

  ;; Behind the place of the line that is looked at: of each of its texts the field, and the text with its quotes.
  (global $place_end (mut i32) (i32.const 143360))

  ;; Adds the text from $at to $end, the value of $field, to the place; 0: there is no room.
  (func $add_text (param $at i32) (param $end i32) (param $field i32) (result i32)
    (local $length i32)
    (local.set $length (i32.sub (local.get $end) (local.get $at)))
    (if (i32.gt_u
          (i32.add (i32.add (global.get $place_end) (i32.const 2)) (local.get $length))
          (i32.const 147456))
      (then (return (i32.const 0))))
    (i32.store16 (global.get $place_end) (local.get $field))
    (memory.copy
      (i32.add (global.get $place_end) (i32.const 2))
      (local.get $at)
      (local.get $length))
    (global.set $place_end
      (i32.add (i32.add (global.get $place_end) (i32.const 2)) (local.get $length)))
    (i32.const 1))

  ;; Whether the value of $field from $at to $end is what lines that say where they belong have there.
  (func $is_fit (param $at i32) (param $end i32) (param $field i32) (result i32)
    (local $first i32) (local $marks i32)
    (local.set $first (i32.load8_u (local.get $at)))
    (local.set $marks (i32.load16_u offset=6 (local.get $field)))
    (if (i32.and (local.get $marks) (i32.const 64))
      (then
        (if (i32.ne (local.get $first) (i32.const 34)) (then (return (i32.const 0))))
        (return (call $add_text (local.get $at) (local.get $end) (local.get $field)))))
    (if (i32.and (local.get $marks) (i32.const 128))
      (then (i32.store (i32.const 88) (local.get $at))))
    ;; Neither { nor [
    (i32.and
      (i32.ne (local.get $first) (i32.const 123))
      (i32.ne (local.get $first) (i32.const 91))))

  ;; The mark, 1, 8 or 32, of the line that begins at $at and ends by $end: an object with known fields, $field being the first
  ;; that may begin it; 0: it is none. It holds no line break.
  (func $line (param $at i32) (param $end i32) (param $field i32) (result i32)
    (local $byte i32) (local $marks i32) (local $length i32) (local $value i32)
    (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 123)) (then (return (i32.const 0))))
    (global.set $place_end (i32.const 143360))
    (i32.store (i32.const 88) (i32.const 0))
    (loop $each
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (if (i32.le_u (i32.load8_u (local.get $at)) (i32.const 32))
        (then (local.set $at (call $blanks (local.get $at)))))
      (block $found
        (loop $others
          (if (i32.eqz (local.get $field)) (then (return (i32.const 0))))
          (local.set $length (i32.load16_u offset=4 (local.get $field)))
          ;; How many bytes are those of the name and its colon: of most names all of them.
          (if (i32.gt_u
                (i32.ctz
                  (i32.xor
                    (i8x16.bitmask
                      (i8x16.eq
                        (v128.load offset=8 (local.get $field))
                        (v128.load (local.get $at))))
                    (i32.const -1)))
                (local.get $length))
            (then
              (local.set $at (i32.add (i32.add (local.get $at) (local.get $length)) (i32.const 1)))
              (br $found)))
          (if (call $named (local.get $field) (local.get $at))
            (then
              (local.set $at (call $colon (i32.add (local.get $at) (local.get $length))))
              (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const 0))))
              (br $found)))
          (local.set $field (i32.load16_u (local.get $field)))
          (br $others)))
      (if (i32.le_u (i32.load8_u (local.get $at)) (i32.const 32))
        (then (local.set $at (call $blanks (local.get $at)))))
      (local.set $marks (i32.load16_u offset=6 (local.get $field)))
      (if (i32.and (local.get $marks) (i32.const 2))
        (then (i32.store (i32.const 4) (local.get $at))))
      (if (i32.and (local.get $marks) (i32.const 4))
        (then
          (i32.store (i32.const 8) (local.get $at))
          (i32.store (i32.const 12) (i32.and (local.get $marks) (i32.const 16)))))
      (local.set $value (local.get $at))
      (local.set $at (call $value (local.get $at) (local.get $end) (i32.const 0)))
      (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const 0))))
      (if (i32.and (local.get $marks) (i32.const 448))
        (then
          (if (i32.eqz (call $is_fit (local.get $value) (local.get $at) (local.get $field)))
            (then (return (i32.const 0))))))
      (local.set $byte (i32.load8_u (local.get $at)))
      (if (i32.le_u (local.get $byte) (i32.const 32))
        (then
          (local.set $at (call $blanks (local.get $at)))
          (local.set $byte (i32.load8_u (local.get $at)))))
      (if (i32.eq (local.get $byte) (i32.const 44))
        (then
          (local.set $field (i32.load16_u offset=2 (local.get $field)))
          (br_if $each (i32.lt_u (local.get $at) (local.get $end)))
          (return (i32.const 0)))))
    (global.set $behind (i32.add (local.get $at) (i32.const 1)))
    (select
      (i32.and (local.get $marks) (i32.const 41))
      (i32.const 0)
      (i32.eq (local.get $byte) (i32.const 125))))

  ;; As `$line`, of one that ends at $end.
  (func (export "holds") (param $at i32) (param $end i32) (param $field i32) (result i32)
    (select
      (call $line (local.get $at) (local.get $end) (local.get $field))
      (i32.const 0)
      (i32.eq (global.get $behind) (local.get $end))))

  ;; Whether the byte at $at lies in [$from, $to], unsigned.
  (func $within (param $at i32) (param $from i32) (param $to i32) (result i32)
    (i32.le_u
      (i32.sub (i32.load8_u (local.get $at)) (local.get $from))
      (i32.sub (local.get $to) (local.get $from))))

  ;; Behind the character of several bytes that begins at $at; -1: it is no UTF-8. RFC 3629, section 4.
  (func $character (param $at i32) (result i32)
    (local $first i32) (local $from i32) (local $to i32) (local $more i32)
    (local.set $first (i32.load8_u (local.get $at)))
    (local.set $from (i32.const 128))
    (local.set $to (i32.const 191))
    (if (i32.lt_u (i32.sub (local.get $first) (i32.const 0xc2)) (i32.const 30))
      (then (local.set $more (i32.const 1))))
    (if (i32.eq (i32.and (local.get $first) (i32.const 0xf0)) (i32.const 0xe0))
      (then
        (local.set $more (i32.const 2))
        (if (i32.eq (local.get $first) (i32.const 0xe0)) (then (local.set $from (i32.const 0xa0))))
        (if (i32.eq (local.get $first) (i32.const 0xed)) (then (local.set $to (i32.const 0x9f))))))
    (if (i32.lt_u (i32.sub (local.get $first) (i32.const 0xf0)) (i32.const 5))
      (then
        (local.set $more (i32.const 3))
        (if (i32.eq (local.get $first) (i32.const 0xf0)) (then (local.set $from (i32.const 0x90))))
        (if (i32.eq (local.get $first) (i32.const 0xf4)) (then (local.set $to (i32.const 0x8f))))))
    (if (i32.eqz (local.get $more)) (then (return (i32.const -1))))
    (loop $each
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (if (i32.eqz (call $within (local.get $at) (local.get $from) (local.get $to)))
        (then (return (i32.const -1))))
      (local.set $from (i32.const 128))
      (local.set $to (i32.const 191))
      (local.set $more (i32.sub (local.get $more) (i32.const 1)))
      (br_if $each (local.get $more)))
    (i32.add (local.get $at) (i32.const 1)))

  ;; Whether the bytes from $at to $end, a quote, are UTF-8.
  (func $utf8 (param $at i32) (param $end i32) (result i32)
    (local $mask i32)
    (loop $each
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const 1))))
      (local.set $mask (i8x16.bitmask (v128.load (local.get $at))))
      (if (i32.eqz (local.get $mask))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br $each)))
      (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $mask))))
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const 1))))
      (local.set $at (call $character (local.get $at)))
      (br_if $each (i32.ne (local.get $at) (i32.const -1))))
    (i32.const 0))

  ;; The number of thirteen digits at $at; -1: there is none.
  (func $millis (param $at i32) (param $end i32) (result i64)
    (local $last i32) (local $number i64)
    (local.set $last (i32.add (local.get $at) (i32.const 13)))
    (if (i32.or
          (i32.eq (i32.load8_u (local.get $at)) (i32.const 48))
          (i32.ne (call $digits (local.get $at) (local.get $end)) (local.get $last)))
      (then (return (i64.const -1))))
    (loop $each
      (local.set $number
        (i64.add
          (i64.mul (local.get $number) (i64.const 10))
          (i64.sub (i64.load8_u (local.get $at)) (i64.const 48))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $last))))
    (local.get $number))

  ;; How many events of a subscription record stand one after the other from $at, to the end of the record at $end, with
  ;; the size of their messages at 8 and the first and the last of their times at 16 and 24; -1: not all of them are
  ;; written as CloudWatch writes them, in digits, UTF-8, and with escapes of one character.
  (func (export "sumEvents") (param $at i32) (param $end i32) (result i32)
    (local $count i32) (local $size i32) (local $start i32)
    (local $ms i64) (local $first i64) (local $last i64)
    (local.set $first (i64.const 0x7fffffffffffffff))
    (loop $each
      ;; {"id":" and digits
      (if (i64.ne
            (i64.and (i64.load (local.get $at)) (i64.const 0xffffffffffffff))
            (i64.const 9634068596073083))
        (then (return (i32.const -1))))
      (local.set $at (call $digits (i32.add (local.get $at) (i32.const 7)) (local.get $end)))
      ;; ","timestamp":
      (if (i32.or
            (i64.ne (i64.load (local.get $at)) (i64.const 8315172586696879138))
            (i64.ne (i64.load offset=6 (local.get $at)) (i64.const 4189034218496750437)))
        (then (return (i32.const -1))))
      (local.set $at (i32.add (local.get $at) (i32.const 14)))
      (local.set $ms (call $millis (local.get $at) (local.get $end)))
      (local.set $at (i32.add (local.get $at) (i32.const 13)))
      ;; ,"message":"
      (if (i32.or
            (i64.lt_s (local.get $ms) (i64.const 0))
            (i32.or
              (i64.ne (i64.load (local.get $at)) (i64.const 7449362198107595308))
              (i64.ne (i64.load offset=4 (local.get $at)) (i64.const 2466321564860248947))))
        (then (return (i32.const -1))))
      (local.set $start (i32.add (local.get $at) (i32.const 12)))
      (local.set $at
        (call $string (i32.sub (local.get $start) (i32.const 1)) (local.get $end)))
      (if (i32.or (i32.eq (local.get $at) (i32.const -1)) (global.get $long))
        (then (return (i32.const -1))))
      (if (i32.eqz (call $utf8 (local.get $start) (i32.sub (local.get $at) (i32.const 1))))
        (then (return (i32.const -1))))
      (local.set $start (i32.sub (i32.sub (local.get $at) (i32.const 1)) (local.get $start)))
      ;; CloudWatch's bound of a message
      (if (i32.or
            (i32.gt_u (local.get $start) (i32.const 1048576))
            (i32.ne (i32.load8_u (local.get $at)) (i32.const 125)))
        (then (return (i32.const -1))))
      (local.set $size
        (i32.add (local.get $size) (i32.sub (local.get $start) (global.get $short))))
      (local.set $count (i32.add (local.get $count) (i32.const 1)))
      (local.set $first
        (select (local.get $ms) (local.get $first) (i64.lt_s (local.get $ms) (local.get $first))))
      (local.set $last
        (select (local.get $ms) (local.get $last) (i64.gt_s (local.get $ms) (local.get $last))))
      (local.set $at (i32.add (local.get $at) (i32.const 2)))
      (br_if $each (i32.eq (i32.load8_u (i32.sub (local.get $at) (i32.const 1))) (i32.const 44))))
    (i32.store (i32.const 8) (local.get $size))
    (f64.store (i32.const 16) (f64.convert_i64_s (local.get $first)))
    (f64.store (i32.const 24) (f64.convert_i64_s (local.get $last)))
    ;; ]}
    (select
      (local.get $count)
      (i32.const -1)
      (i32.and
        (i32.eq (i32.load16_u (i32.sub (local.get $at) (i32.const 1))) (i32.const 32093))
        (i32.eq (i32.add (local.get $at) (i32.const 1)) (local.get $end)))))

  ;; The number that two digits stand for; at least 1,000 where they are none.
  (func $pair (param $at i32) (result i32)
    (local $tens i32) (local $ones i32)
    (local.set $tens (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
    (local.set $ones (i32.sub (i32.load8_u offset=1 (local.get $at)) (i32.const 48)))
    (if (i32.or
          (i32.gt_u (local.get $tens) (i32.const 9))
          (i32.gt_u (local.get $ones) (i32.const 9)))
      (then (return (i32.const 1000))))
    (i32.add (i32.mul (local.get $tens) (i32.const 10)) (local.get $ones)))

  ;; UTC ms of the stamp that begins at $at and ends its string; NaN where it does not look as it is to.
  (func $stamp (export "stamp") (param $at i32) (result f64)
    (local $hours i32) (local $minutes i32) (local $seconds i32)
    (local $byte i32) (local $unit i32) (local $ms i32)
    (local.set $hours (call $pair (i32.add (local.get $at) (i32.const 11))))
    (local.set $minutes (call $pair (i32.add (local.get $at) (i32.const 14))))
    (local.set $seconds (call $pair (i32.add (local.get $at) (i32.const 17))))
    (block $otherwise
      (br_if $otherwise (i64.ne (i64.load (local.get $at)) (i64.load (i32.const 32))))
      (br_if $otherwise
        (i64.ne (i64.load offset=3 (local.get $at)) (i64.load offset=3 (i32.const 32))))
      (br_if $otherwise (i32.gt_u (local.get $hours) (i32.const 23)))
      (br_if $otherwise (i32.ne (i32.load8_u offset=13 (local.get $at)) (i32.const 58)))
      (br_if $otherwise (i32.gt_u (local.get $minutes) (i32.const 59)))
      (br_if $otherwise (i32.ne (i32.load8_u offset=16 (local.get $at)) (i32.const 58)))
      (br_if $otherwise (i32.gt_u (local.get $seconds) (i32.const 60)))
      (local.set $at (i32.add (local.get $at) (i32.const 19)))
      (local.set $byte (i32.load8_u (local.get $at)))
      ;; A fraction, cut behind its milliseconds
      (if (i32.or
            (i32.eq (local.get $byte) (i32.const 44))
            (i32.eq (local.get $byte) (i32.const 46)))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (local.set $byte (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
          (br_if $otherwise (i32.gt_u (local.get $byte) (i32.const 9)))
          (local.set $unit (i32.const 100))
          (loop $each
            (local.set $ms
              (i32.add (local.get $ms) (i32.mul (local.get $byte) (local.get $unit))))
            (local.set $unit (i32.div_u (local.get $unit) (i32.const 10)))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (local.set $byte (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
            (br_if $each (i32.le_u (local.get $byte) (i32.const 9))))))
      (br_if $otherwise
        (i64.ne
          (i64.and (i64.load (local.get $at)) (i64.load (i32.const 56)))
          (i64.load (i32.const 48))))
      (return
        (f64.add
          (f64.load (i32.const 64))
          (f64.convert_i32_u
            (i32.add
              (i32.add
                (i32.mul (local.get $hours) (i32.const 3600000))
                (i32.mul (local.get $minutes) (i32.const 60000)))
              (i32.add
                (i32.mul (local.get $seconds) (i32.const 1000))
                (local.get $ms)))))))
    (f64.const nan))

  ;; UTC ms of the whole number at $at, in the unit that its size tells: see `epochToMs`. NaN where it is none, or of more
  ;; than 19 digits, or something else than a comma or the end of the object stands behind it.
  (func $epoch (param $at i32) (result f64)
    (local $start i32) (local $byte i32) (local $number i64) (local $value f64)
    (local.set $start (local.get $at))
    (loop $each
      (local.set $byte (i32.load8_u (local.get $at)))
      (if (i32.lt_u (i32.sub (local.get $byte) (i32.const 48)) (i32.const 10))
        (then
          (local.set $number
            (i64.add
              (i64.mul (local.get $number) (i64.const 10))
              (i64.extend_i32_u (i32.sub (local.get $byte) (i32.const 48)))))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $each))))
    (if (i32.or
          (i32.gt_u (i32.sub (i32.sub (local.get $at) (local.get $start)) (i32.const 1)) (i32.const 18))
          (i32.and
            (i32.ne (local.get $byte) (i32.const 44))
            (i32.ne (local.get $byte) (i32.const 125))))
      (then (return (f64.const nan))))
    (local.set $value (f64.convert_i64_u (local.get $number)))
    (if (f64.lt (local.get $value) (f64.const 1e11))
      (then
        (return
          (f64.floor
            (f64.div (f64.mul (local.get $value) (f64.const 1e6)) (f64.const 1e3))))))
    (if (f64.lt (local.get $value) (f64.const 1e14)) (then (return (local.get $value))))
    (f64.floor
      (f64.div
        (local.get $value)
        (select (f64.const 1e3) (f64.const 1e6) (f64.lt (local.get $value) (f64.const 1e17))))))

  ;; UTF-8 size of the message whose value begins at $at; -1: it must be looked at otherwise. $log: 16 where it is named
  ;; so, and the line break that it may end with is none of it.
  (func $message (param $at i32) (param $end i32) (param $log i32) (result i32)
    (local $size i32)
    (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 34)) (then (return (i32.const -1))))
    (local.set $end
      (i32.sub (call $string (local.get $at) (local.get $end)) (i32.const 1)))
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    (if (i32.or
          (i32.ne (global.get $long) (i32.const 0))
          (i32.eqz (call $utf8 (local.get $at) (local.get $end))))
      (then (return (i32.const -1))))
    (local.set $size
      (i32.sub (i32.sub (local.get $end) (local.get $at)) (global.get $short)))
    ;; It ends with \n.
    (if (i32.and
          (i32.ne (local.get $log) (i32.const 0))
          (i32.eq (i32.load16_u (i32.sub (local.get $end) (i32.const 2))) (i32.const 28252)))
      (then
        ;; With \\n, or with \r\n: not told here.
        (if (i32.or
              (i32.eq (i32.load8_u (i32.sub (local.get $end) (i32.const 3))) (i32.const 92))
              (i32.eq (i32.load16_u (i32.sub (local.get $end) (i32.const 4))) (i32.const 29276)))
          (then (return (i32.const -1))))
        (return (i32.sub (local.get $size) (i32.const 1)))))
    (local.get $size))

  (func $hash (param $at i32) (param $end i32) (result i32)
    (local $hash i64) (local $left i32)
    (local.set $left (i32.sub (local.get $end) (local.get $at)))
    (local.set $hash (i64.extend_i32_u (local.get $left)))
    (loop $each
      (if (i32.ge_u (local.get $left) (i32.const 8))
        (then
          (local.set $hash
            (i64.mul
              (i64.xor (i64.rotl (local.get $hash) (i64.const 23)) (i64.load (local.get $at)))
              (i64.const 0x9e3779b97f4a7c15)))
          (local.set $at (i32.add (local.get $at) (i32.const 8)))
          (local.set $left (i32.sub (local.get $left) (i32.const 8)))
          (br $each)))
      (if (local.get $left)
        (then
          (local.set $hash
            (i64.mul
              (i64.xor (i64.rotl (local.get $hash) (i64.const 23)) (i64.load8_u (local.get $at)))
              (i64.const 0x9e3779b97f4a7c15)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (br $each))))
    (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 32))))

  ;; Places that are known, and behind the bytes of the last one.
  (global $places (mut i32) (i32.const 0))
  (global $places_end (mut i32) (i32.const 147456))

  (func $place_at (param $number i32) (result i32)
    (i32.add (i32.const 45008) (i32.mul (local.get $number) (i32.const 48))))

  ;; Where the number of the first place with this hash, or with one of the same remainder, stands.
  (func $bucket (param $hash i32) (result i32)
    (i32.add
      (i32.const 32768)
      (i32.shl (i32.and (local.get $hash) (i32.const 4095)) (i32.const 1))))

  (func $place_hash (result i32)
    (call $hash (i32.const 143360) (global.get $place_end)))

  ;; The number of the place, with this hash, of the last line that was looked at; 0: it is not known.
  (func $numbered (param $hash i32) (result i32)
    (local $number i32) (local $place i32) (local $length i32)
    (local.set $length (i32.sub (global.get $place_end) (i32.const 143360)))
    (local.set $number (i32.load16_u (call $bucket (local.get $hash))))
    (loop $each
      (if (local.get $number)
        (then
          (local.set $place (call $place_at (local.get $number)))
          (if (i32.and
                (i32.eq (i32.load offset=8 (local.get $place)) (local.get $hash))
                (i32.eq (i32.load offset=4 (local.get $place)) (local.get $length)))
            (then
              (if (call $same (i32.load (local.get $place)) (i32.const 143360) (local.get $length))
                (then (return (local.get $number))))))
          (local.set $number (i32.load offset=12 (local.get $place)))
          (br $each))))
    (i32.const 0))

  (func $known_place (export "knownPlace") (result i32)
    (call $numbered (call $place_hash)))

  ;; In the same way, of one that was not known and is from now on; 0: there is no room for it.
  (func (export "learnPlace") (result i32)
    (local $hash i32) (local $number i32) (local $place i32) (local $length i32) (local $bucket i32)
    (local.set $hash (call $place_hash))
    (local.set $length (i32.sub (global.get $place_end) (i32.const 143360)))
    (if (i32.or
          (i32.ge_u (global.get $places) (i32.const 2048))
          (i32.gt_u (local.get $length) (i32.sub (i32.const 524288) (global.get $places_end))))
      (then (return (i32.const 0))))
    (global.set $places (i32.add (global.get $places) (i32.const 1)))
    (local.set $number (global.get $places))
    (local.set $place (call $place_at (local.get $number)))
    (memory.copy (global.get $places_end) (i32.const 143360) (local.get $length))
    (local.set $bucket (call $bucket (local.get $hash)))
    (i32.store (local.get $place) (global.get $places_end))
    (i32.store offset=4 (local.get $place) (local.get $length))
    (i32.store offset=8 (local.get $place) (local.get $hash))
    (i32.store offset=12 (local.get $place) (i32.load16_u (local.get $bucket)))
    (i32.store offset=16 (local.get $place) (i32.const 0))
    (i32.store16 (local.get $bucket) (local.get $number))
    (global.set $places_end (i32.add (global.get $places_end) (local.get $length)))
    (local.get $number))

  (func (export "forgetPlaces")
    (memory.fill (i32.const 32768) (i32.const 0) (i32.const 8192))
    (i32.store (i32.const 92) (i32.const 0))
    (global.set $places (i32.const 0))
    (global.set $places_end (i32.const 147456)))

  ;; Begins a new sum: no place has lines.
  (func $clear_places
    (local $left i32)
    (local.set $left (i32.load (i32.const 92)))
    (i32.store (i32.const 92) (i32.const 0))
    (loop $each
      (if (local.get $left)
        (then
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (i32.store offset=16
            (call $place_at
              (i32.load16_u offset=40960 (i32.shl (local.get $left) (i32.const 1))))
            (i32.const 0))
          (br $each)))))

  ;; Adds a line to this place: the size of its message, its time, and when it was taken in.
  (func $add_to_place (param $number i32) (param $size i32) (param $ms f64) (param $taken f64)
    (local $place i32) (local $named i32)
    (local.set $place (call $place_at (local.get $number)))
    (if (i32.eqz (i32.load offset=16 (local.get $place)))
      (then
        (local.set $named (i32.load (i32.const 92)))
        (i32.store16 offset=40960 (i32.shl (local.get $named) (i32.const 1)) (local.get $number))
        (i32.store (i32.const 92) (i32.add (local.get $named) (i32.const 1)))
        (i32.store offset=20 (local.get $place) (i32.const 0))
        (f64.store offset=24 (local.get $place) (f64.const inf))
        (f64.store offset=32 (local.get $place) (f64.const -inf))
        (f64.store offset=40 (local.get $place) (f64.const -inf))))
    (i32.store offset=16
      (local.get $place)
      (i32.add (i32.load offset=16 (local.get $place)) (i32.const 1)))
    (i32.store offset=20
      (local.get $place)
      (i32.add (i32.load offset=20 (local.get $place)) (local.get $size)))
    (f64.store offset=24
      (local.get $place)
      (f64.min (f64.load offset=24 (local.get $place)) (local.get $ms)))
    (f64.store offset=32
      (local.get $place)
      (f64.max (f64.load offset=32 (local.get $place)) (local.get $ms)))
    (f64.store offset=40
      (local.get $place)
      (f64.max (f64.load offset=40 (local.get $place)) (local.get $taken))))

  ;; How many lines stand one after the other from $at that begin before $border, end before $to, and have at most $reach
  ;; bytes each: with known fields ($field as above), one and the same mark, and a time, message and place that can be told.
  ;; What they add up to: see the head of this file.
  (func (export "sumLines") (param $at i32) (param $to i32) (param $border i32) (param $reach i32)
    (param $field i32) (result i32)
    (local $count i32) (local $size i32) (local $mark i32) (local $kind i32) (local $odd i32)
    (local $end i32) (local $last_end i32) (local $next i32) (local $length i32) (local $time i32)
    (local $place i32)
    (local $ms f64) (local $taken f64) (local $first f64) (local $last f64)
    (local.set $first (f64.const inf))
    (local.set $last (f64.const -inf))
    (call $clear_places)
    (block $done
      (loop $each
        (local.set $odd (i32.const 0))
        (br_if $done (i32.ge_u (local.get $at) (local.get $border)))
        (local.set $odd (i32.const 1))
        (local.set $kind (call $line (local.get $at) (local.get $to) (local.get $field)))
        (br_if $done (i32.eqz (local.get $kind)))
        (local.set $end (global.get $behind))
        (local.set $length (i32.sub (local.get $end) (local.get $at)))
        (br_if $done (i32.gt_u (local.get $length) (local.get $reach)))
        (local.set $next
          (i32.add (local.get $end) (i32.eq (i32.load8_u (local.get $end)) (i32.const 13))))
        (br_if $done (i32.ne (i32.load8_u (local.get $next)) (i32.const 10)))
        (br_if $done (i32.ge_u (local.get $next) (local.get $to)))
        (if (i32.ne (local.get $kind) (i32.const 1))
          (then
            (local.set $length
              (call $message
                (i32.load (i32.const 8))
                (local.get $end)
                (i32.load (i32.const 12))))
            (br_if $done (i32.eq (local.get $length) (i32.const -1)))))
        (local.set $time (i32.load (i32.const 4)))
        (local.set $ms
          (if (result f64) (i32.eq (i32.load8_u (local.get $time)) (i32.const 34))
            (then (call $stamp (i32.add (local.get $time) (i32.const 1))))
            (else (call $epoch (local.get $time)))))
        (br_if $done (f64.ne (local.get $ms) (local.get $ms)))
        (if (i32.eq (local.get $kind) (i32.const 32))
          (then
            (local.set $place (call $known_place))
            (br_if $done (i32.eqz (local.get $place)))
            (local.set $taken (local.get $ms))
            (if (i32.load (i32.const 88))
              (then
                (local.set $taken (call $epoch (i32.load (i32.const 88))))
                (br_if $done (f64.ne (local.get $taken) (local.get $taken)))))))
        (if (i32.ne (local.get $kind) (local.get $mark))
          (then
            (local.set $odd (i32.const 0))
            (br_if $done (local.get $mark))
            (local.set $mark (local.get $kind))))
        (if (local.get $place)
          (then
            (call $add_to_place
              (local.get $place)
              (local.get $length)
              (local.get $ms)
              (local.get $taken))))
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (local.set $size (i32.add (local.get $size) (local.get $length)))
        (local.set $first (f64.min (local.get $first) (local.get $ms)))
        (local.set $last (f64.max (local.get $last) (local.get $ms)))
        (local.set $last_end (local.get $end))
        (local.set $at (i32.add (local.get $next) (i32.const 1)))
        (br $each)))
    (i32.store (i32.const 8) (local.get $size))
    (f64.store (i32.const 16) (local.get $first))
    (f64.store (i32.const 24) (local.get $last))
    (i32.store (i32.const 72) (local.get $mark))
    (i32.store (i32.const 76) (local.get $last_end))
    (i32.store (i32.const 80) (local.get $at))
    (i32.store (i32.const 84) (local.get $odd))
    (local.get $count))
)
