;; JSON by its bytes: where a value ends, and whether a line holds the fields of lines that are known; strings are passed
;; over sixteen bytes at a time. RFC 8259, read as JSON.parse reads it; what is not JSON beyond doubt has no end.
;; `npm run kernel` assembles it into json-bytes.ts; a test holds the two against each other.
;;
;;   0    known fields: the next one that may stand in the same place (u16, 0: none), the first one that may follow (u16),
;;        the length of the name (u16), marks (u16), the name with its quotes, and a colon; of the field at 0, which is
;;        none, only the first one that may begin a line. Marks: 1 where a line that is an event may end behind it, 8 where
;;        one that wraps a message may; 2 where it tells the time, 4 where it holds the message
;;   4    where the time began in the last line that was looked at (u32)
;;   8    where the message began in it, or the size of the messages of a record (u32)
;;   16   the first and the last time of a record (f64)
;;   32768 the window that is read; 64 bytes behind it may be read too
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

  ;; Whether the name of this field stands at $at.
  (func $named (param $field i32) (param $at i32) (result i32)
    (local $left i32)
    (local.set $left (i32.load16_u offset=4 (local.get $field)))
    (local.set $field (i32.add (local.get $field) (i32.const 8)))
    (loop $each
      (if (i32.ge_u (local.get $left) (i32.const 8))
        (then
          (if (i64.ne (i64.load (local.get $field)) (i64.load (local.get $at)))
            (then (return (i32.const 0))))
          (local.set $field (i32.add (local.get $field) (i32.const 8)))
          (local.set $at (i32.add (local.get $at) (i32.const 8)))
          (local.set $left (i32.sub (local.get $left) (i32.const 8)))
          (br $each)))
      (if (local.get $left)
        (then
          (if (i32.ne (i32.load8_u (local.get $field)) (i32.load8_u (local.get $at)))
            (then (return (i32.const 0))))
          (local.set $field (i32.add (local.get $field) (i32.const 1)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (br $each))))
    (i32.const 1))

  ;; The mark, 1 or 8, of what the line from $at to $end is: an object with known fields, $field being the first that may
  ;; begin it; 0: it is none.
  (func (export "holds") (param $at i32) (param $end i32) (param $field i32) (result i32)
    (local $byte i32) (local $marks i32) (local $length i32)
    (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 123)) (then (return (i32.const 0))))
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
        (then (i32.store (i32.const 8) (local.get $at))))
      (local.set $at (call $value (local.get $at) (local.get $end) (i32.const 0)))
      (if (i32.eq (local.get $at) (i32.const -1)) (then (return (i32.const 0))))
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
    (select
      (i32.and (local.get $marks) (i32.const 9))
      (i32.const 0)
      (i32.and
        (i32.eq (local.get $byte) (i32.const 125))
        (i32.eq (i32.add (local.get $at) (i32.const 1)) (local.get $end)))))

  ;; Whether all bytes from $at to $end are ASCII.
  (func $ascii (param $at i32) (param $end i32) (result i32)
    (loop $each
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const 1))))
      (if (i32.ge_u (i32.load8_u (local.get $at)) (i32.const 128)) (then (return (i32.const 0))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br $each))
    (i32.const 1))

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
  ;; written as CloudWatch writes them, in digits, ASCII where there are escapes, and escapes of one character.
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
      (if (global.get $short)
        (then
          (if (i32.eqz (call $ascii (local.get $start) (local.get $at)))
            (then (return (i32.const -1))))))
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
)
