package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
)

// caller is one connection that asks again and again. It speaks the little
// HTTP/1.1 that is needed, so that asking costs less than answering.
type caller struct {
	p    *process
	c    net.Conn
	r    *bufio.Reader
	out  []byte
	body []byte // of the last answer; it is used again by the next
	etag string
}

// ask does one request; its answer is in body and etag until the next.
func (k *caller) ask(method, path, match, body string) (status int, err error) {
	if k.c == nil {
		if k.c, err = net.DialTimeout("tcp", k.p.addr, 5*time.Second); err != nil {
			return 0, err
		}
		k.r = bufio.NewReaderSize(k.c, 64<<10)
	}
	k.out = fmt.Appendf(k.out[:0], "%s %s%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n", method, k.p.base, path, k.p.addr, k.p.token)
	if match != "" {
		k.out = fmt.Appendf(k.out, "If-Match: %s\r\n", match)
	}
	if body != "" {
		k.out = fmt.Appendf(k.out, "Content-Type: application/fhir+json\r\nContent-Length: %d\r\n", len(body))
	}
	k.out = append(append(k.out, '\r', '\n'), body...)
	k.c.SetDeadline(time.Now().Add(time.Minute))
	if _, err = k.c.Write(k.out); err == nil {
		status, err = k.answer()
	}
	if err != nil {
		k.close()
	}
	return status, err
}

func (k *caller) close() {
	if k.c != nil {
		k.c.Close()
		k.c = nil
	}
}

func (k *caller) answer() (status int, err error) {
	first, err := k.r.ReadSlice('\n')
	if err != nil || len(first) < 12 {
		return 0, fmt.Errorf("no answer: %w", err)
	}
	status, _ = strconv.Atoi(string(first[9:12]))
	length, chunked := 0, false
	for k.etag = ""; ; {
		h, err := k.r.ReadSlice('\n')
		if err != nil {
			return status, err
		}
		name, value, ok := bytes.Cut(bytes.TrimSpace(h), []byte(": "))
		if !ok {
			break
		}
		switch strings.ToLower(string(name)) {
		case "content-length":
			length, _ = strconv.Atoi(string(value))
		case "transfer-encoding":
			chunked = true
		case "etag":
			k.etag = string(value)
		}
	}
	k.body = k.body[:0]
	if !chunked {
		return status, k.take(length)
	}
	for {
		size, err := k.r.ReadSlice('\n')
		if err != nil {
			return status, err
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(size)), 16, 32)
		if err != nil {
			return status, err
		}
		if err := k.take(int(n)); err != nil {
			return status, err
		}
		if _, err := k.r.Discard(2); err != nil || n == 0 {
			return status, err
		}
	}
}

// take reads n more bytes of the body.
func (k *caller) take(n int) error {
	at := len(k.body)
	if cap(k.body) < at+n {
		k.body = append(make([]byte, 0, 2*(at+n)), k.body...)
	}
	k.body = k.body[:at+n]
	_, err := io.ReadFull(k.r, k.body[at:])
	return err
}
