//! The whole matrix as text a data protection officer can read.

use crate::policy::Policy;
use crate::vocabulary::{Action, Reach, Resource, Role};
use core::fmt::{self, Write};

/// Every role, resource and action, how far each reaches and on which ground, in English with the roles' Danish names.
pub fn print_matrix(policy: &Policy) -> String {
    let mut out = String::new();
    // Writing to a `String` cannot fail.
    let _written = write_matrix(&mut out, policy);
    out
}

fn write_matrix(out: &mut String, policy: &Policy) -> fmt::Result {
    out.push_str(
        "Who may see or do what in Nærvær, and on which ground\n\
         =====================================================\n\n\
         Made from the policy text of this release by a test; a change of policy is a change of this page.\n\n\
         own     the person's own account        class  classes where the role is held\n\
         school  schools where the role is held  all    the whole municipality\n\
         child   the child the role is held for\n\
         opened  the child emergency access was opened to, while it lasts\n\
         -       never                           (…)    as everybody signed in, or everybody at all\n\n\
         What the resources hold\n-----------------------\n",
    );
    for resource in Resource::ALL {
        if let Some(text) = policy.resource(*resource) {
            let child = if resource.is_about_children() {
                " [shows children]"
            } else {
                ""
            };
            writeln!(
                out,
                "{:<17} {} ({}){child}",
                resource.word(),
                text.holds.en,
                text.name.da
            )?;
        }
    }
    Role::ALL.iter().try_for_each(|role| write_role(out, policy, *role))
}

fn write_role(out: &mut String, policy: &Policy, role: Role) -> fmt::Result {
    let Some(text) = policy.role(role) else { return Ok(()) };
    let title = format!("{} · {} ({})", text.name.da, text.name.en, role.word());
    writeln!(out, "\n\n{title}\n{}", "=".repeat(title.chars().count()))?;
    writeln!(out, "{}\n", text.who.en)?;
    let mut head = format!("{:<17}", "");
    for action in Action::ALL {
        write!(head, " {:<8}", action.word())?;
    }
    writeln!(out, "{}", head.trim_end())?;
    for resource in Resource::ALL {
        let mut line = format!("{:<17}", resource.word());
        for action in Action::ALL {
            write!(line, " {:<8}", cell(policy, role, *resource, *action))?;
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    write_grounds(out, policy, role)
}

fn cell(policy: &Policy, role: Role, resource: Resource, action: Action) -> &'static str {
    match policy.reach(role, resource, action) {
        None => "-",
        Some((by, reach)) if by == role => match reach {
            Reach::Own => "own",
            Reach::OwnChild => "child",
            Reach::OwnClass => "class",
            Reach::OwnSchools => "school",
            Reach::Municipality => "all",
            Reach::OpenedChild => "opened",
        },
        Some((_, Reach::Own)) => "(own)",
        Some(_) => "(all)",
    }
}

fn write_grounds(out: &mut String, policy: &Policy, role: Role) -> fmt::Result {
    let own = policy.grants().iter().filter(|grant| grant.role == role);
    if own.clone().next().is_some() {
        out.push_str("\nGrounds\n");
    }
    for grant in own {
        let actions: Vec<&str> = grant.actions.iter().map(|action| action.word()).collect();
        writeln!(out, "  {} [{}]", grant.id(), actions.join(", "))?;
        writeln!(out, "    {}\n    Source: {}", grant.ground.en, grant.source)?;
    }
    out.push_str("\nNever\n");
    for resource in Resource::ALL {
        if let Some(none) = policy.none_of(role, *resource) {
            writeln!(out, "  {}: {}", resource.word(), none.because.en)?;
        }
    }
    Ok(())
}
